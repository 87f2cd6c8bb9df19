using Microsoft.Extensions.Options;

namespace KafkaStellar.Topics.Tests;

public class KafkaOptionsTests
{
    [Fact]
    public void The_defaults_with_an_address_are_valid() => Check(new() { BootstrapServers = "kafka:9092" }).ShouldBeEmpty();

    [Fact]
    public void An_address_is_needed() => Check(new()).ShouldContain(nameof(KafkaOptions.BootstrapServers));

    [Fact]
    public void A_session_may_not_outlast_the_time_for_one_message() =>
        Check(new() { BootstrapServers = "kafka:9092", SessionTimeout = TimeSpan.FromMinutes(6) }).ShouldContain("MaxPollInterval");

    [Theory]
    [InlineData("isolation.level")]
    [InlineData("enable.auto.commit")]
    [InlineData("auto.offset.reset")]
    [InlineData("transactional.id")]
    [InlineData("acks")]
    public void What_exactly_once_rests_on_cannot_be_set(string name) =>
        Check(new() { BootstrapServers = "kafka:9092", Properties = { [name] = "x" } }).ShouldContain(name);

    [Fact]
    public void Secrets_are_accepted_and_do_not_stand_in_its_text()
    {
        var options = new KafkaOptions
        {
            BootstrapServers = "kafka:9092",
            Properties = { ["sasl.password"] = "hunter2", ["sasl.username"] = "alice", ["ssl.key.pem"] = "-----BEGIN" },
        };

        Check(options).ShouldBeEmpty();
        options.ToString().ShouldBe("kafka:9092, groups Classic, settings [sasl.password, sasl.username, ssl.key.pem]");
    }

    private static string Check(KafkaOptions options)
    {
        ValidateOptionsResult result = new KafkaOptionsValidator().Validate(null, options);
        return result.Failed ? result.FailureMessage : "";
    }
}
