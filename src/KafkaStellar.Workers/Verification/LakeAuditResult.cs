namespace KafkaStellar.Workers.Verification;

/// <summary>What an audit found.</summary>
/// <param name="Intents">Intents that were read.</param>
/// <param name="Files">Files that they declare.</param>
/// <param name="Rows">Rows that were counted in them.</param>
/// <param name="GapOffsets">Offsets that gave no rows.</param>
/// <param name="Tables">For each network and dataset what it holds, in words.</param>
/// <param name="SetAside">Messages that are not in the lake, as its intents say, a sentence each.</param>
/// <param name="Problems">Everything that is not as it must be, a sentence each; none where the lake is proven.</param>
internal sealed record LakeAuditResult(int Intents, int Files, long Rows, long GapOffsets, IReadOnlyList<string> Tables, IReadOnlyList<string> SetAside, IReadOnlyList<string> Problems);
