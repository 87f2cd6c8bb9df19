namespace KafkaStellar.Topics.Tests;

public class SharedPartitionsTests
{
    [Fact]
    public void Partitions_that_move_to_another_unit_are_gone_on_with_there()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 200);
        TransactionalUnit first = embedded.Unit("unit-0", budget: new(5, long.MaxValue, TimeSpan.FromSeconds(10)));
        using var both = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        int answered = 0;
        Thread second = new(() =>
        {
            using TransactionalUnit unit = embedded.Unit("unit-1", budget: new(5, long.MaxValue, TimeSpan.FromSeconds(10)));
            foreach (TopicMessage message in unit.Read(both.Token))
                AnswerAndCount(unit, message);
        });
        Thread watch = new(() =>
        {
            while (!both.IsCancellationRequested && embedded.Answers().Count() < 200) Thread.Sleep(100);
            both.Cancel();
        });
        watch.Start();

        foreach (TopicMessage message in first.Read(both.Token))
        {
            if (Volatile.Read(ref answered) >= 20 && second.ThreadState.HasFlag(ThreadState.Unstarted)) second.Start();
            Thread.Sleep(5);
            AnswerAndCount(first, message);
        }
        first.Dispose();
        second.Join();
        watch.Join();

        embedded.Answers().ShouldBe(Embedded.Expected(200));

        void AnswerAndCount(TransactionalUnit unit, TopicMessage message)
        {
            unit.Send(Messages.Capitals(message, Embedded.Output));
            Interlocked.Increment(ref answered);
        }
    }
}
