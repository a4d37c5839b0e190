using Analytics.DuckDb;
using Analytics.Pipeline.Communities;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Leaders.Certainty;

/// <summary>What replicates need to know of the run.</summary>
/// <param name="Count">How many replicates.</param>
/// <param name="TopK">The list whose members' probability is asked for.</param>
/// <param name="Seed">Decides every draw.</param>
/// <param name="FollowUnits">What a follow adds to the weight of a pair, in units of 1 / 1,048,576.</param>
/// <param name="KindWeights">Weight of an interaction by the bit of its kind.</param>
/// <param name="SlotDecay">What is left of a weight after each slot.</param>
internal sealed record ReplicateSettings(
    int Count, int TopK, ulong Seed, long FollowUnits, float[] KindWeights, float[] SlotDecay)
{
    public static ReplicateSettings Of(PipelineDefinition definition, DuckDbConnection connection)
    {
        var units = definition.Graph.Weights.ByKind();
        return new ReplicateSettings(
            definition.Leaders.Replicates, definition.Leaders.TopK, (ulong)definition.Communities.Seed,
            units[1], [.. units.Select(unit => (float)(unit / AttentionGraph.UnitsPerWeight))],
            Decay(connection, definition.Graph.HalfLife));
    }

    private static float[] Decay(DuckDbConnection connection, TimeSpan? halfLife)
    {
        using var command = connection.CreateCommand("SELECT recent_half_life_us FROM work.settings");
        var slotUs = command.ExecuteScalar() is long recent ? recent / (double)AttentionMeasures.SlotsPerHalfLife : 0;
        var halfLifeUs = halfLife?.TotalMicroseconds ?? double.PositiveInfinity;
        return [.. Enumerable.Range(0, Interaction.Slots).Select(
            slot => (float)Math.Pow(2, -slot * slotUs / halfLifeUs))];
    }

    /// <summary>Slots of the observed window.</summary>
    public const int SlotsPerWindow = 200;
}
