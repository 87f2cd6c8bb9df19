namespace KafkaStellar.Topics.Tests;

public class TopicNameTests
{
    [Theory]
    [InlineData("raw_ledgers", "stellar.pubnet.raw-ledgers.v1")]
    [InlineData("ledgers", "stellar.pubnet.ledgers.v1")]
    [InlineData("contract_events", "stellar.pubnet.contract-events.v1")]
    [InlineData("contract_data", "stellar.pubnet.contract-data.v1")]
    [InlineData("token_transfers", "stellar.pubnet.ttp-events.v1")]
    [InlineData("analytics_transfer_volume", "stellar.pubnet.analytics-transfer-volume.v1")]
    [InlineData("dead_letters", "stellar.pubnet.dead-letters.v1")]
    public void A_dataset_has_its_topic_and_the_topic_its_dataset(string dataset, string topic)
    {
        new TopicName("pubnet", dataset).ToString().ShouldBe(topic);
        TopicName.Parse(topic).ShouldBe(new TopicName("pubnet", dataset));
    }

    [Fact]
    public void A_network_may_have_a_label_of_its_own_and_a_topic_a_later_version() =>
        TopicName.Parse("stellar.my-net-2.operations.v12").ShouldBe(new TopicName("my-net-2", "operations", 12));

    [Theory]
    [InlineData("")]
    [InlineData("stellar.pubnet.ledgers")]
    [InlineData("stellar.pubnet.ledgers.v0")]
    [InlineData("stellar.pubnet.ledgers.v01")]
    [InlineData("stellar.pubnet.ledgers.v99999999999")]
    [InlineData("stellar.pubnet.ledgers.v1\n")]
    [InlineData("stellar.Pubnet.ledgers.v1")]
    [InlineData("stellar.-pubnet.ledgers.v1")]
    [InlineData("stellar.pubnet.contract_events.v1")]
    [InlineData("stellar.pubnet.token-transfers.v1")]
    [InlineData("other.pubnet.ledgers.v1")]
    public void What_is_none_of_our_names_is_not_read(string topic)
    {
        TopicName.TryParse(topic, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => TopicName.Parse(topic));
    }

    [Theory]
    [InlineData("pub.net", "ledgers")]
    [InlineData("pubnet", "ledgers.v2")]
    [InlineData("pubnet", "contract-events")]
    [InlineData("", "ledgers")]
    public void A_name_is_not_made_of_parts_that_could_not_be_read_back(string network, string dataset) =>
        Should.Throw<FormatException>(() => new TopicName(network, dataset));
}
