using Analytics.Graph.Randomness;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Influence;

/// <summary>The mean number of vertices that seeds activate, themselves among them.</summary>
/// <param name="Mean">Over all simulated cascades.</param>
/// <param name="StandardError">Of the mean.</param>
/// <param name="Simulations">Number of cascades.</param>
public readonly record struct SpreadEstimate(double Mean, double StandardError, int Simulations);

/// <summary>
/// Forward Monte Carlo: lets the cascade run from given seeds many times and counts who becomes active. Slower than
/// reverse sets, but it depends on nothing but the model, so it judges any choice of seeds. Cascades are numbered and
/// draw from streams of their own block by block; counts are whole, so the result is the same for any number of
/// workers.
/// </summary>
public static class SpreadSimulation
{
    private const int PerBlock = 16;

    /// <param name="cascade">Who activates whom.</param>
    /// <param name="seeds">Vertices that are active at the beginning.</param>
    /// <param name="simulations">Number of cascades.</param>
    /// <param name="seed">Decides all cascades.</param>
    /// <param name="workers">Threads to use; all by default.</param>
    /// <param name="progress">Receives the share of cascades done.</param>
    /// <param name="cancel">Stops between two blocks of cascades.</param>
    public static SpreadEstimate Run(
        IndependentCascade cascade, IReadOnlyCollection<int> seeds, int simulations, ulong seed = 1,
        Workers? workers = null, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(simulations, 1);
        int[] starts = [.. seeds];
        foreach (int start in starts)
        {
            if ((uint)start >= (uint)cascade.VertexCount)
                throw new ArgumentException($"Vertex {start} is not in 0 … {cascade.VertexCount - 1}.", nameof(seeds));
        }

        workers ??= Workers.All;
        Supervision supervision = new(progress, cancel);
        supervision.Reached(0);
        CascadeWalks walks = new(cascade.Outgoing, workers);
        int blocks = (simulations + PerBlock - 1) / PerBlock;
        int done = 0;
        long sum = 0;
        Int128 squares = 0;
        Lock adding = new();
        workers.For(blocks, (block, worker) =>
        {
            supervision.ReachedBy(worker, (double)Interlocked.Increment(ref done) / (blocks + 1));
            CascadeWalk walk = walks.Of(worker);
            walk.Random.Restart(seed, (ulong)block);
            for (int i = block * PerBlock; i < Math.Min(simulations, (block + 1) * PerBlock); i++)
            {
                walk.Follow(starts, out ReadOnlySpan<int> reached);
                long active = reached.Length;
                lock (adding)
                    (sum, squares) = (sum + active, squares + (Int128)active * active);
            }
        });

        supervision.Reached(1);
        double mean = (double)sum / simulations;
        double variance = ((double)squares - simulations * mean * mean) / Math.Max(1, simulations - 1);
        return new SpreadEstimate(mean, Math.Sqrt(Math.Max(0, variance) / simulations), simulations);
    }
}
