namespace KafkaStellar.Topics.Tests;

public class TransactionalUnitTests
{
    [Fact]
    public void Every_message_is_read_and_answered_once()
    {
        using var embedded = new Embedded();
        embedded.Write(1, 20);

        using (TransactionalUnit unit = embedded.Unit())
        {
            foreach (TopicMessage message in unit.ReadToEnd(Embedded.Soon))
                unit.Send(Messages.Capitals(message, Embedded.Output));
            unit.Close();
        }

        embedded.ReadAll(Embedded.Output).Select(message => message.Text()).Order()
            .ShouldBe(Enumerable.Range(1, 20).Select(ledger => $"LEDGER {ledger}").Order());
    }
}
