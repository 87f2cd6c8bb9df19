namespace KafkaStellar.Topics;

// Beginning, committing, going back; and partitions that come and go meanwhile.
public sealed partial class TransactionalUnit
{
    private void Begin()
    {
        (_messagesRead, _bytesRead) = (0, 0);
        _producer.Begin();
    }

    /// <summary>Commits what is open; where that fails, goes back.</summary>
    private void Commit()
    {
        if (!TryCommit(out string? failure)) Recover(failure!);
    }

    private bool TryCommit(out string? failure)
    {
        List<Position> next = [];
        foreach ((TopicPartition partition, UnitPartition done) in _partitions)
        {
            if (done.Next is not { } offset) continue;
            // Everything read is done, so what the reader has passed over since (markers of transactions) is done too.
            next.Add(partition.At(Math.Max(offset, _reader.NextOffset(partition) ?? offset)));
        }
        _producer.SendOffsets(next, _reader.GroupMetadata);
        if (_clients.Options.Embedded && _producer.Failure is null && !_reader.Commit(next))
            _producer.Fail("the group is about to share its partitions anew.");
        if (!_producer.Commit())
        {
            failure = _producer.Failure ?? "it could not be committed.";
            return false;
        }
        foreach (Position position in next)
            _partitions[position.TopicPartition].CommittedUpTo(position.Offset);
        _abortsInRow = 0;
        _settings.Standing?.Invoke(null);
        failure = null;
        return true;
    }

    /// <summary>Aborts, takes a new producer epoch, and reads every partition again from its last committed offset.</summary>
    private void Recover(string reason)
    {
        _mustRecover = null;
        Holds = false;
        bool paused = PauseTripped();
        _settings.Standing?.Invoke($"its transaction was aborted: {reason}");
        if (!paused && ++_abortsInRow > MostAbortsInRow)
            throw new TopicsException($"{_settings.TransactionalId} aborted {MostAbortsInRow} transactions in a row; the last one: {reason}");
        Thread.Sleep(50 * _abortsInRow);   // a group that is sharing its partitions, a coordinator that moves: soon over
        _producer.AbortAndRecycle(reason);
        // Only now, when the old epoch can change nothing any more, is what Kafka says final.
        IReadOnlyDictionary<TopicPartition, long>? committed = _clients.Options.Embedded ? null : _reader.Committed();
        foreach ((TopicPartition partition, UnitPartition done) in _partitions)
        {
            long? known = committed is null ? done.Committed : committed.TryGetValue(partition, out long offset) ? offset : null;
            (long back, long? mustSee) = done.GoBack(known);
            _reader.Rewind(partition, back, mustSee);
            _settings.ReadingBegins?.Invoke(partition);
        }
    }

    /// <summary>
    /// Commits past the markers of ended transactions, which no message tells of, once there is nothing else to do: an idle group has no lag.
    /// </summary>
    private void PassMarkers(bool atOnce)
    {
        if (!atOnce && Environment.TickCount64 < _nextPass) return;
        _nextPass = Environment.TickCount64 + 1000;
        List<Position> passed = [];
        foreach ((TopicPartition partition, UnitPartition done) in _partitions)
        {
            if (done.Next is null && _reader.NextOffset(partition) is { } next && next > done.Committed) passed.Add(partition.At(next));
        }
        if (passed.Count == 0 || !_reader.Commit(passed)) return;
        foreach (Position position in passed)
        {
            // A rebalance may have taken it away meanwhile.
            if (_partitions.TryGetValue(position.TopicPartition, out UnitPartition? done)) done.CommittedUpTo(position.Offset);
        }
    }

    private bool PauseTripped()
    {
        bool any = false;
        foreach (TopicPartition partition in _tripped.Where(_partitions.ContainsKey))
        {
            if (!_reader.Pause(partition)) continue;
            TopicMetrics.PausedChanged(_settings.Group, +1);
            _settings.Paused?.Invoke(partition, true);
            any = true;
        }
        return any;
    }

    private long Assigned(AssignedPartition assigned)
    {
        _partitions[assigned.Partition] = new(assigned.Start);
        _settings.ReadingBegins?.Invoke(assigned.Partition);
        return assigned.Start;
    }

    /// <summary>Runs between two messages: all that was read is done, and is committed before another member goes on.</summary>
    private void Revoked(IReadOnlyList<TopicPartition> partitions)
    {
        if (_producer.IsOpen && _mustRecover is null && Holds)
            Abandon("its partitions are shared anew while more is awaited.");
        else if (_producer.IsOpen && _mustRecover is null && !TryCommit(out string? failure))
            Abandon(failure!);
        Forget(partitions);
    }

    /// <summary>Another member has them already: what is open must not become visible.</summary>
    private void Lost(IReadOnlyList<TopicPartition> partitions)
    {
        if (_producer.IsOpen) Abandon("its partitions were lost.");
        Forget(partitions);
    }

    /// <summary>
    /// Ends the transaction before the partitions leave, as none may outlast that; what is left is read again when the handler is done.
    /// </summary>
    private void Abandon(string reason)
    {
        _mustRecover ??= reason;
        _producer.Abandon();
    }

    private void Forget(IReadOnlyList<TopicPartition> partitions)
    {
        foreach (TopicPartition partition in partitions)
        {
            _partitions.Remove(partition);
            if (!_tripped.Remove(partition)) continue;
            TopicMetrics.PausedChanged(_settings.Group, -1);
            _settings.Paused?.Invoke(partition, false);
        }
    }
}
