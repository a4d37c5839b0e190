using Analytics.Pipeline.Lake;

namespace Analytics.Pipeline.Gates;

/// <summary>
/// How many rows a source usually delivers. Rows are those delivered, known ones among them: so nightly deltas are held
/// against deltas, and whole lists, of which most rows are known, against whole lists. Runs without new files for
/// the source say nothing about it and are left out.
/// </summary>
/// <param name="Runs">Runs that count.</param>
/// <param name="Rows">Median of their rows; with an even number of runs the mean of the middle two.</param>
/// <param name="Files">Median of their files.</param>
internal sealed record RowsHistory(int Runs, double Rows, double Files)
{
    /// <summary>Below that a median is an accident: first deliveries often hold the years before.</summary>
    public const int Least = 5;

    /// <param name="ingested">Of the published snapshot: each file of all runs that led to it.</param>
    public static RowsHistory Of(string source, IReadOnlyList<IngestedFile> ingested, int runs)
    {
        var last = ingested.Where(file => file.Source == source).GroupBy(file => file.Sequence)
            .OrderByDescending(run => run.Key).Take(runs).ToList();
        return new RowsHistory(
            last.Count, Median(last.Select(run => run.Sum(file => file.Read))),
            Median(last.Select(run => (long)run.Count())));
    }

    private static double Median(IEnumerable<long> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2.0;
    }
}
