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
    /// <summary>The figures of <see cref="PlantedValidation"/> and those that need the unpublished measures.</summary>
    /// <param name="definition">How to analyse; its lake is not read.</param>
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
        AnalysisStage.Run(
            connection, definition, new AnalysisContext("validation", threads, KeepWork: true), cancellation);
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
