using Kafka = Confluent.Kafka;

namespace KafkaStellar.Topics.Tests;

public class KafkaErrorsTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(10);

    static KafkaErrorsTests() => Librdkafka.Load();    // knows the errors' names

    [Theory]
    [InlineData(Kafka.ErrorCode.Local_Transport)]
    [InlineData(Kafka.ErrorCode.Local_DestroyBroker)]
    [InlineData(Kafka.ErrorCode.NotLeaderForPartition)]
    [InlineData(Kafka.ErrorCode.NotCoordinatorForGroup)]
    public void A_question_is_asked_again_when_the_broker_that_was_asked_goes(Kafka.ErrorCode code)
    {
        int asked = 0;

        KafkaErrors.Ask(() => ++asked > 2 ? "answer" : throw new Kafka.KafkaException(code), s_long).ShouldBe("answer");
        asked.ShouldBe(3);
    }

    [Theory]
    [InlineData(Kafka.ErrorCode.UnknownTopicOrPart)]
    [InlineData(Kafka.ErrorCode.TopicAuthorizationFailed)]
    [InlineData(Kafka.ErrorCode.Local_Authentication)]
    public void A_question_is_not_asked_again_where_time_mends_nothing(Kafka.ErrorCode code)
    {
        int asked = 0;

        Should.Throw<Kafka.KafkaException>(() => KafkaErrors.Ask<string>(() => throw Asked(), s_long)).Error.Code.ShouldBe(code);
        asked.ShouldBe(1);

        Kafka.KafkaException Asked()
        {
            asked++;
            return new(code);
        }
    }

    [Fact]
    public void A_question_is_not_asked_again_after_our_patience() =>
        Should.Throw<Kafka.KafkaException>(() => KafkaErrors.Ask<string>(() => throw new Kafka.KafkaException(Kafka.ErrorCode.Local_Transport), TimeSpan.Zero));
}
