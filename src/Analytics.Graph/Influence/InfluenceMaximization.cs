using Analytics.Graph.Threads;

namespace Analytics.Graph.Influence;

/// <summary>
/// Chooses k seeds whose cascade reaches as many vertices as possible in the mean, with probability 1 − δ at least
/// 1 − 1/e − ε of the best (1/2 − ε where groups are limited).
/// <para>Method: OPIM-C (Tang et al. 2018). Rounds of ever more reverse reachable sets; in each, greedy choice on the
/// sets so far gives seeds and an upper bound on the best, and fresh sets, of which only hits are counted, give a lower
/// bound on the spread of the seeds. It ends when the bounds are close enough, at the latest when so many sets are
/// there that the guarantee holds anyway. What is different here: live arcs are drawn 64 at a time (see
/// <see cref="CascadeRows"/>); sets end at <see cref="Sentinels"/>, and those for the lower bound at any seed, as in
/// HIST (Guo et al. 2020); the latter are only drawn in rounds that look promising; rounds grow by √2; bounds are
/// sharper (see <see cref="SpreadBounds"/>).</para>
/// <para>Memory: 4 bytes per member of a set, twice, or one bit per vertex for large sets; besides about 20 bytes per
/// vertex and 5 more per worker. The result is the same for any number of workers.</para>
/// </summary>
public static class InfluenceMaximization
{
    /// <param name="cascade">Who activates whom.</param>
    /// <param name="options">Number of seeds, accuracy, constraints.</param>
    /// <param name="workers">Threads to use; all by default.</param>
    /// <param name="progress">Receives how close the bounds are, as a share of the aim.</param>
    /// <param name="cancel">Stops between two blocks of sets.</param>
    public static InfluenceResult Run(
        IndependentCascade cascade, InfluenceOptions options, Workers? workers = null,
        IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        options.Check(cascade.VertexCount);
        Supervision supervision = new(progress, cancel);
        supervision.Reached(0);
        SeedConstraints constraints = options.Constraints ?? new SeedConstraints();
        int seeds = Math.Min(options.Seeds, cascade.VertexCount - (constraints.Excluded?.Distinct().Count() ?? 0));
        if (seeds == 0)
            return new InfluenceResult([], 0, 0, 0, 1, options.Epsilon, 0, 0, 0, 0);

        InfluenceSearch search = new(cascade, options, seeds, workers ?? Workers.All, supervision);
        return search.Run();
    }
}
