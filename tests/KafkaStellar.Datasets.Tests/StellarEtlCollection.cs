namespace KafkaStellar.Datasets.Tests;

/// <summary>The tests that share <see cref="StellarEtlOperations"/>: its rows are read and made once for all of them.</summary>
[CollectionDefinition(Name)]
public sealed class StellarEtlCollection : ICollectionFixture<StellarEtlOperations>
{
    public const string Name = "stellar-etl";
}
