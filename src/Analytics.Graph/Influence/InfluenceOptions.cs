namespace Analytics.Graph.Influence;

/// <summary>Parameters of <see cref="InfluenceMaximization"/>.</summary>
/// <param name="Seeds">k, at most so many vertices are chosen.</param>
/// <param name="Epsilon">ε of the guarantee, in (0, 1 − 1/e).</param>
/// <param name="Delta">δ, the probability that the guarantee fails, in (0, 1); 1 / vertices if none is given.</param>
/// <param name="Seed">Decides all random sets.</param>
/// <param name="Constraints">Who may be chosen; everyone by default.</param>
/// <param name="LeastSets">Sets that seeds are chosen by at least, unless fewer are certain to do. The guarantee is
/// often kept with so few that which of two nearly equal seeds is chosen is left to chance.</param>
public sealed record InfluenceOptions(
    int Seeds, double Epsilon = 0.1, double? Delta = null, ulong Seed = 1, SeedConstraints? Constraints = null,
    int LeastSets = 0)
{
    internal void Check(int vertexCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Seeds, 1);
        if (!(Epsilon > 0 && Epsilon < 1 - 1 / Math.E))
            throw new ArgumentOutOfRangeException(nameof(Epsilon), Epsilon, "ε must lie in (0, 1 − 1/e).");
        if (Delta is { } delta && !(delta is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(Delta), Delta, "δ must lie in (0, 1).");
        Constraints?.Check(vertexCount, Seeds);
    }
}
