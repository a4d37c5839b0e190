using System.Globalization;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Marts;

namespace Analytics.Pipeline.Validation.Planted;

/// <summary>
/// Analyses the facts of a lake once more, keeps what no mart publishes (the score and every measure of every member),
/// and compares all of it with what was planted.
/// </summary>
public static class PlantedAnalysis
{
    /// <summary>Partners per community, chosen for influence; beside them stand as many top-ranked leaders.</summary>
    private const int Partners = 10;

    /// <summary>The figures of <see cref="PlantedValidation"/> and those that need the unpublished measures.</summary>
    /// <param name="definition">How to analyse; its lake and its briefs are not read.</param>
    /// <param name="lake">Holds the facts; nothing is written to it.</param>
    /// <param name="truth">What was planted, under the pseudonyms of the lake.</param>
    /// <param name="threads">No figure depends on it.</param>
    /// <param name="cancellation">Interrupts the analysis.</param>
    /// <exception cref="UserException">The lake has no snapshot; exit code 2.</exception>
    public static IReadOnlyList<ValidationRow> Run(
        PipelineDefinition definition, LakeFolder lake, PlantedTruth truth, int threads,
        CancellationToken cancellation = default)
    {
        var snapshot = LakeFacts.Newest(lake);
        using var engine = DuckDbDatabase.Open(":memory:", new Dictionary<string, string>
        {
            ["threads"] = threads.ToString(CultureInfo.InvariantCulture),
        });
        using var connection = engine.Connect();
        ParquetView.CreateFacts(
            connection, snapshot.Facts.ToLookup(file => file.Table, file => lake.Absolute(file.Path)));
        // How sure ranks are is not asked here, and every case plans the same partner sets.
        var once = definition with
        {
            Leaders = definition.Leaders with { Replicates = 0 },
            Briefs = [new BriefDefinition("partners", Partners) { Method = PartnerMethod.Influence }],
        };
        AnalysisStage.Run(
            connection, once, new AnalysisContext("validation", threads, KeepWork: true), cancellation);
        connection.Execute("SET search_path = 'marts,main'");
        return
        [
            .. PlantedValidation.Compare(truth, FoundLeaders.Read(connection, cancellation)),
            .. PlantedMeasures.Compare(truth, connection, cancellation),
            .. BotDetection.Compare(truth, connection, cancellation),
            .. PartnerSpread.Compare(truth, connection),
        ];
    }
}
