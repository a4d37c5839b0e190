namespace Analytics.Graph.Influence;

/// <summary>Draws reverse reachable sets only to see whether they hit given seeds; each ends where it does, and none is
/// kept.</summary>
internal sealed class SeedValidation(int vertexCount, CascadeWalks walks)
{
    /// <summary>Sets drawn for the seeds last judged.</summary>
    public int Sets { get; private set; }

    /// <summary>How many of them the seeds hit.</summary>
    public int Hits { get; private set; }

    /// <summary>Sets drawn for all seeds judged.</summary>
    public long AllSets { get; private set; }

    /// <param name="seeds">Whom to judge.</param>
    /// <param name="sets">How many sets to draw; whole blocks.</param>
    /// <param name="seed">Decides the sets; one that has not been used for any other.</param>
    /// <param name="cancel">Stops between two blocks.</param>
    public void Judge(int[] seeds, int sets, ulong seed, CancellationToken cancel)
    {
        walks.SetEnds(seeds);
        int blocks = sets / ReverseSets.PerBlock;
        int hits = 0;
        walks.Workers.For(blocks, (block, worker) =>
        {
            cancel.ThrowIfCancellationRequested();
            Interlocked.Add(ref hits, Draw(walks.Of(worker), seed, block));
        });
        (Sets, Hits) = (blocks * ReverseSets.PerBlock, hits);
        AllSets += Sets;
    }

    private int Draw(CascadeWalk walk, ulong seed, int block)
    {
        walk.Random.Restart(seed, (ulong)block);
        int hits = 0;
        for (int i = 0; i < ReverseSets.PerBlock; i++)
            hits += walk.Follow([walk.Random.Below(vertexCount)], out _) ? 1 : 0;
        return hits;
    }
}
