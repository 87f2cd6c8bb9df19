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
        List<(UnitMember Member, IReadOnlyList<Position> Next)> offsets = [];
        foreach (UnitMember member in _members)
        {
            // Everything read is done, so what the reader has passed over since (markers of transactions) is done too.
            IReadOnlyList<Position> next = member.Done(_reader.NextOffset);
            if (next.Count == 0) continue;
            offsets.Add((member, next));
            _producer.SendOffsets(next, member.Group.Metadata);
            if (_clients.Options.Embedded && _producer.Failure is null && !member.Group.Commit(next))
                _producer.Fail("the group is about to share its partitions anew.");
        }
        if (!_producer.Commit())
        {
            failure = _producer.Failure ?? "it could not be committed.";
            return false;
        }
        foreach ((UnitMember member, IReadOnlyList<Position> next) in offsets) member.Committed(next);
        foreach (TopicPartition partition in _reader.Partitions) ReadingGoesOn(partition, _reader.NextOffset(partition) ?? 0);
        _abortsInRow = 0;
        _settings.Standing?.Invoke(null);
        failure = null;
        return true;
    }

    /// <summary>Aborts, takes a new producer epoch, and reads every partition again from where its datasets go on.</summary>
    private void Recover(string reason)
    {
        _mustRecover = null;
        Holds = false;
        _isRefused = false;
        _settings.Standing?.Invoke($"its transaction was aborted: {reason}");
        if (++_abortsInRow > MostAbortsInRow)
            throw new TopicsException($"{_settings.TransactionalId} aborted {MostAbortsInRow} transactions in a row; the last one: {reason}");
        Thread.Sleep(50 * _abortsInRow);   // a group that is sharing its partitions, a coordinator that moves: soon over
        _producer.AbortAndRecycle(reason);
        // Only now, when the old epoch can change nothing any more, is what Kafka says final.
        foreach (UnitMember member in _members)
        {
            IReadOnlyDictionary<TopicPartition, long> committed = _clients.Options.Embedded ? new Dictionary<TopicPartition, long>() : member.Group.Committed();
            foreach ((TopicPartition partition, UnitPartition done) in member.Partitions)
                done.GoBack(committed.TryGetValue(partition, out long known) ? known : null);
        }
        Position[] starts = [.. _reader.Partitions.Select(partition => partition.At(NextWanted(partition)))];
        IReadOnlyDictionary<TopicPartition, TopicMessage?> before = _stands.Before(starts);
        foreach (Position start in starts)
        {
            TopicPartition partition = start.TopicPartition;
            long? first = _firstReads.TryGetValue(partition, out FirstRead? since) && since.Since == start.Offset ? since.Offset : null;
            _reader.Rewind(partition, start.Offset, first);
            ReadingBegins(partition, start.Offset, before[partition]);
        }
    }

    /// <summary>
    /// Commits past the markers of ended transactions, which no message tells of, and past messages that no dataset wants, once there is nothing
    /// else to do: an idle group has no lag.
    /// </summary>
    private void PassMarkers(bool atOnce)
    {
        if (!atOnce && Environment.TickCount64 < _nextPass) return;
        _nextPass = Environment.TickCount64 + 1000;
        foreach (UnitMember member in _members)
        {
            List<Position> passed = [];
            foreach ((TopicPartition partition, UnitPartition done) in member.Partitions)
            {
                if (done.Next is null && _reader.NextOffset(partition) is { } next && next > done.Committed) passed.Add(partition.At(next));
            }
            if (passed.Count > 0 && member.Group.Commit(passed)) member.Committed(passed);
        }
    }

    /// <summary>Too many of a partition's messages cannot be read: what stands before this one is done, and the partition stands still.</summary>
    private void StandBefore(Position position)
    {
        _isRefused = false;
        Commit();
        if (!_reader.Pause(position.TopicPartition)) return;
        TopicMetrics.PausedChanged(_settings.TransactionalId, +1);
        _settings.Paused?.Invoke(position.TopicPartition, true);
    }

    /// <summary>
    /// Partitions that came are read from where their datasets go on, as soon as it can be told: whoever had them before may have left a transaction open.
    /// </summary>
    private void Settle()
    {
        if (Environment.TickCount64 < _nextSettle) return;
        foreach (UnitMember member in _members.Where(member => member.Coming.Count > 0))
        {
            member.Ends ??= new DecidedEnds(_clients, _stands.OutputsOf(member.Output, member.Coming), _settings.Standing);
            if (member.Ends.AreDecided() && member.Group.TryDescribe(member.Coming) is { } coming)
            {
                Begin(member, coming);
                member.Known();
            }
        }
        _nextSettle = Environment.TickCount64 + SettleEvery;
    }

    private void Begin(UnitMember member, IReadOnlyList<AssignedPartition> coming)
    {
        IReadOnlyDictionary<TopicPartition, OutputStart> starts = _stands.Find(member.Output, coming);
        foreach (AssignedPartition assigned in coming)
        {
            OutputStart start = starts[assigned.Partition];
            _clients.Logger.Assigned(member.Group.Group, assigned.Partition, start.Offset, assigned.Committed, assigned.Earliest);
            _knownLetters.Forget(assigned.Partition);
            member.Partitions[assigned.Partition] = new(TopicName.Parse(assigned.Partition.Topic), start);
            ForgetInputEnds();
            // Another dataset of the same input may be further on, or not so far: the one that is the least far decides what is read.
            if (_reader.NextOffset(assigned.Partition) is { } next && start.Offset >= next) continue;
            _reader.Start(assigned.Partition, start.Offset);
            ReadingBegins(assigned.Partition, start.Offset, start.Before);
        }
    }

    private void ReadingBegins(TopicPartition partition, long offset, TopicMessage? before)
    {
        ReadingGoesOn(partition, offset);
        _settings.ReadingBegins?.Invoke(partition, before);
    }

    private void ReadingGoesOn(TopicPartition partition, long offset) => _firstReads[partition] = new(offset);

    private long NextWanted(TopicPartition partition) =>
        _members.Where(member => member.Partitions.ContainsKey(partition)).Min(member => member.Partitions[partition].NextWanted);

    /// <summary>Runs between two messages: all that was read is done, and is committed before another member goes on.</summary>
    private void Revoked(UnitMember member, IReadOnlyList<TopicPartition> partitions)
    {
        if (_producer.IsOpen && _mustRecover is null && Holds)
            Abandon("its partitions are shared anew while more is awaited.");
        else if (_producer.IsOpen && _mustRecover is null && !TryCommit(out string? failure))
            Abandon(failure!);
        Forget(member, partitions);
    }

    /// <summary>Another member has them already: what is open must not become visible.</summary>
    private void Lost(UnitMember member, IReadOnlyList<TopicPartition> partitions)
    {
        if (_producer.IsOpen) Abandon("its partitions were lost.");
        Forget(member, partitions);
    }

    /// <summary>
    /// Ends the transaction before the partitions leave, as none may outlast that; what is left is read again when the handler is done.
    /// </summary>
    private void Abandon(string reason)
    {
        _mustRecover ??= reason;
        _producer.Abandon();
    }

    private void Forget(UnitMember member, IReadOnlyList<TopicPartition> partitions)
    {
        member.Leave(partitions);
        ForgetInputEnds();
        TopicPartition[] left = [.. partitions.Where(partition => !_members.Any(other => other.Partitions.ContainsKey(partition)))];
        foreach (TopicPartition partition in left)
        {
            _reader.Stop(partition);
            _firstReads.Remove(partition);
        }
        Untrip(left);
    }

    private void Untrip(IReadOnlyList<TopicPartition> partitions)
    {
        foreach (TopicPartition partition in partitions)
        {
            if (!_tripped.Remove(partition)) continue;
            TopicMetrics.PausedChanged(_settings.TransactionalId, -1);
            _settings.Paused?.Invoke(partition, false);
        }
    }
}
