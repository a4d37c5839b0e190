namespace Analytics.Pipeline.Samples;

/// <summary>How far a file kind has come; <paramref name="Expected"/> is null where it is not known before.</summary>
public readonly record struct SampleProgress(string Stage, long Rows, long? Expected);

/// <summary>
/// One generated file. <paramref name="Rows"/> counts data rows without the header, but with planted duplicates and bad
/// rows; so rows = kept + duplicates + the sum of <paramref name="BadRows"/> (reason → rows).
/// </summary>
public sealed record SampleFile(
    string Path, string Kind, long Rows, long Duplicates, IReadOnlyDictionary<string, long> BadRows)
{
    /// <summary>Rows that a pipeline must keep.</summary>
    public long Kept => Rows - Duplicates - BadRows.Values.Sum();
}

/// <summary>What was generated.</summary>
public sealed record SampleSummary(
    string Folder, int Accounts, int Communities, int Leaders, int Celebrities, int Bots,
    IReadOnlyList<SampleFile> Files)
{
    /// <summary>Data rows over all files.</summary>
    public long Rows => Files.Sum(f => f.Rows);
}
