namespace KafkaStellar.Datasets.Tests;

public sealed class NetworkTests
{
    private const string Pubnet = "Public Global Stellar Network ; September 2015";

    [Fact]
    public void A_known_name_brings_its_passphrase()
    {
        Network network = Network.Of("pubnet", null);

        network.Passphrase.ShouldBe(Pubnet);
        Convert.ToHexStringLower(network.Id).ShouldBe("7ac33997544e3175d266bd022439b22cdb16508c01163f26e5cb2a3e1045a979");
    }

    [Fact]
    public void A_known_passphrase_brings_its_name() => Network.Of(null, "Test SDF Network ; September 2015").Name.ShouldBe("testnet");

    [Fact]
    public void A_passphrase_that_nobody_knows_is_a_custom_network()
    {
        Network network = Network.Of(null, "Apply Load");

        network.Name.ShouldBe("custom");
        network.Passphrase.ShouldBe("Apply Load");
    }

    [Fact]
    public void A_label_may_stand_for_a_known_networks_passphrase()
    {
        Network network = Network.Of("it-1", Pubnet);

        network.Name.ShouldBe("it-1");
        network.Id.ShouldBe(Network.Of("pubnet", null).Id);
    }

    [Fact]
    public void A_known_name_with_its_own_passphrase_is_that_network() => Network.Of("pubnet", Pubnet).ShouldBeSameAs(Network.Of("pubnet", null));

    [Fact]
    public void A_known_name_with_another_passphrase_is_refused() =>
        Should.Throw<ArgumentException>(() => Network.Of("pubnet", "Apply Load")).Message.ShouldContain("pubnet has another passphrase");

    [Fact]
    public void An_unknown_name_alone_is_refused_with_the_names_there_are()
    {
        string sentence = Should.Throw<ArgumentException>(() => Network.Of("mainnet", null)).Message;

        sentence.ShouldContain("mainnet is not known by name");
        sentence.ShouldContain("pubnet, testnet, futurenet, standalone");
    }

    [Fact]
    public void Neither_a_name_nor_a_passphrase_is_refused() =>
        Should.Throw<ArgumentException>(() => Network.Of(null, null)).Message.ShouldContain("--network");

    [Theory]
    [InlineData("")]
    [InlineData("Pubnet")]
    [InlineData("pub net")]
    [InlineData("pub.net")]
    [InlineData("../pubnet")]
    [InlineData("a23456789b23456789c23456789d23456789e23456789f23456789g2345678901")]
    public void A_name_that_could_not_stand_in_a_topic_or_a_path_is_refused(string name) =>
        Should.Throw<ArgumentException>(() => new Network(name, "x")).Message.ShouldContain("lower-case letters, digits and hyphens");

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void A_blank_passphrase_is_refused(string passphrase) => Should.Throw<ArgumentException>(() => new Network("x", passphrase));
}
