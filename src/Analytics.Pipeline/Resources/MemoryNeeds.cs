using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Marts;
using Analytics.Pipeline.Sources;

namespace Analytics.Pipeline.Resources;

/// <summary>
/// What a stage is going to hold in memory, stated before it begins. Columns, graphs and keys have to fit; what the
/// engine uses beside them it spills when there is less.
/// </summary>
/// <param name="HeldBytes">Has to be there.</param>
/// <param name="EngineBytes">What the engine uses if it may.</param>
/// <param name="For">What it follows from, in words.</param>
internal readonly record struct MemoryNeed(long HeldBytes, long EngineBytes, string For)
{
    /// <summary>Highest resident memory of the process to expect where nothing limits it.</summary>
    public long ExpectedBytes => MemoryNeeds.Base + HeldBytes + EngineBytes;
}

/// <summary>
/// The figures behind the needs, in bytes. Those of columns follow from their types (docs/kernels.md, the summaries of
/// AttentionActs and AttentionPairs), those of the engine were measured; docs/operations/resources.md compares both
/// with runs.
/// </summary>
internal static class MemoryNeeds
{
    /// <summary>Runtime, compiled code and the engine before any data.</summary>
    public const long Base = 155_000_000;

    // An act lies in a block of 20 bytes and, while blocks are distributed, in a part of as many; the numbers of
    // accounts and what the collector has not freed yet come to that.
    private const long WeighPerAct = 54;

    // Each stage: bytes per pair, per account, and per account in tables of the engine. A pair has 17 bytes in columns,
    // 8 in the directed graph and 8 in its reverse, 16 in the symmetric one, 8 and more in the levels of the search.
    private static readonly (long Pair, long Vertex, long Engine) Cluster = (75, 500, 0);
    private static readonly (long Pair, long Vertex, long Engine) Measure = (41, 700, 2_200);
    private static readonly (long Pair, long Vertex, long Engine) Plan = (41, 700, 1_100);
    private static readonly (long Pair, long Vertex, long Engine) Publish = (25, 400, 1_100);

    private const long PerInteraction = 4;
    private const long EngineAtLeast = 60_000_000;

    // Rows of exports are seldom shorter; packed text unpacks to four times its size.
    private const long TextPerRow = 60;
    private const long Unpacked = 4;
    private const long BytesPerRow = 40;
    private const long KeyBytes = 28;

    // Blocks, pieces and chunks in channels; the columns of row groups being compressed need as much in the engine.
    private const long IngestPerThread = 60_000_000;

    /// <summary>Ingest: rows before they are sorted, keys of known facts, blocks and chunks under way.</summary>
    /// <param name="sortBytes">Bytes of rows that a table may hold.</param>
    public static MemoryNeed Ingest(
        IReadOnlyList<ExportFile> files, SnapshotManifest? previous, long sortBytes, int threads)
    {
        if (files.Count == 0) return new MemoryNeed(0, 0, "no new export files");
        var text = files.Sum(file => file.SizeBytes * (IsPacked(file.Path) ? Unpacked : 1));
        var rows = text / TextPerRow;
        var tables = files.Any(file => file.Source.Kind is null)
            ? 2
            : files.Select(file => file.Source.Kind).Distinct()
                .Count(kind => kind is FactKind.Follows or FactKind.Interactions);
        var arenas = Math.Min(rows * BytesPerRow, Math.Max(1, tables) * sortBytes);
        var known = (previous?.Facts ?? []).Where(file => file.Table is "follows" or "posts" or "accounts")
            .Sum(file => file.Rows);
        var underWay = Math.Min(threads * IngestPerThread, (IngestPerThread / 3) + (2 * text));
        return new MemoryNeed(
            arenas + ((known + (rows / 2)) * KeyBytes) + underWay, underWay,
            $"{Sizes.Text(files.Sum(file => file.SizeBytes))} of new exports");
    }

    public static MemoryNeed Weigh(long acts) =>
        new(acts * WeighPerAct, EngineAtLeast, $"at most {acts:N0} acts of attention");

    /// <summary>Every stage after weighing; the sizes of the graph are known then.</summary>
    public static MemoryNeed Of(AnalysisSize size)
    {
        var (pair, vertex, engine) = size.Stage switch
        {
            "cluster" => Cluster,
            "measure" => Measure,
            "plan" => Plan,
            _ => Publish,
        };
        return new MemoryNeed(
            (size.Pairs * pair) + (size.Vertices * vertex) + (size.Acts * PerInteraction),
            EngineAtLeast + (size.Vertices * engine),
            $"{size.Vertices:N0} accounts and {size.Pairs:N0} pairs of them");
    }

    public static bool IsPacked(string path) =>
        Path.GetExtension(path) is ".gz" or ".zst" or ".zip" or ".tgz" or ".parquet";
}
