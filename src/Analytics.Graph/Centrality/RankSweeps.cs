using System.Numerics;
using System.Runtime.CompilerServices;
using Analytics.Graph.Memory;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Centrality;

/// <summary>
/// Power iterations that carry scores x and what they lack, r = b + Px − x. A sweep moves r to x and pulls what that
/// changes: <c>x ← x + s, r ← r − s + Ps</c>, s being r.
/// <para>What a vertex gives per unit of weight is what others pull, in the order of their rows. It may be rounded to
/// float32, which halves the memory that is jumped through: then s is what was really given, and what rounding kept
/// back stays in r for the next sweep. So x and r belong together to the last digits of float64 all the time.</para>
/// <para>Vertices are independent within a sweep and sums are joined in the order of blocks: the result does not depend
/// on the number of threads. 24 bytes per vertex and two of <typeparamref name="T"/>.</para>
/// </summary>
/// <typeparam name="T">float or double</typeparam>
internal sealed unsafe class RankSweeps<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RankSystem _system;
    private readonly LargeArray<double> _scores;
    private readonly LargeArray<double> _lacking;
    private readonly double[] _changes;
    private readonly double[] _stranded;
    private LargeArray<T> _given;
    private LargeArray<T> _next;

    /// <summary>Begins with equal scores about to be given.</summary>
    public RankSweeps(RankSystem system, Workers workers)
    {
        int n = (int)system.OutWeights.Length;
        _system = system;
        _scores = new LargeArray<double>(n);
        _lacking = new LargeArray<double>(n);
        _given = new LargeArray<T>(n);
        _next = new LargeArray<T>(n);
        _changes = new double[system.Bounds.Length - 1];
        _stranded = new double[system.Bounds.Length - 1];
        workers.For(_changes.Length, (block, _) =>
        {
            for (int v = system.Bounds[block]; v < system.Bounds[block + 1]; v++)
            {
                double weight = system.OutWeights[v];
                bool strands = weight == 0;
                (_scores[v], _lacking[v]) = (strands ? 1.0 / n : 0, (1 - system.Damping) * system.Restart(v));
                _lacking[v] -= strands ? 1.0 / n : 0;
                _given[v] = strands ? T.Zero : T.CreateTruncating(1 / (n * weight));
                _stranded[block] += strands ? 1.0 / n : 0;
            }
        });
    }

    /// <summary>One iteration; returns the sum of absolute values of what the scores now lack.</summary>
    /// <param name="relaxation">ω: the next step is <c>s ← ω·r + (ω − 1)·s</c>; 1 for the power method.</param>
    /// <param name="workers">Threads.</param>
    /// <param name="cancel">Stops between blocks.</param>
    public double Sweep(double relaxation, Workers workers, CancellationToken cancel)
    {
        double stranded = _system.HasDangling ? _system.Damping * _stranded.Sum() : 0;
        workers.For(_changes.Length, (block, _) =>
        {
            cancel.ThrowIfCancellationRequested();
            Pull(block, relaxation, stranded);
        });
        (_given, _next) = (_next, _given);
        return _changes.Sum();
    }

    /// <summary>The scores with everything that they lacked when last looked at.</summary>
    public double[] Scores()
    {
        double[] result = new double[_system.OutWeights.Length];
        for (int v = 0; v < result.Length; v++)
            result[v] = _scores[v] + (_system.OutWeights[v] == 0 ? 0 : _lacking[v]);
        return result;
    }

    private void Pull(int block, double relaxation, double stranded)
    {
        double change = 0;
        double strands = 0;
        double damping = _system.Damping;
        bool equal = _system.HasEqualWeights;
        // Rows and ids are in range by construction of the graph: no bounds checks in the hot loops.
        fixed (long* offset = _system.Incoming.Offsets)
        fixed (int* source = _system.Incoming.TargetArray)
        fixed (float* weight = _system.Incoming.WeightArray)
        fixed (double* outWeight = _system.OutWeights, scores = _scores, lacking = _lacking)
        fixed (T* given = _given, next = _next)
        {
            int end = _system.Bounds[block + 1];
            for (int v = _system.Bounds[block]; v < end; v++)
            {
                double pulled = equal
                    ? Sum(given, source + offset[v], source + offset[v + 1])
                    : Sum(given, source + offset[v], weight + offset[v], offset[v + 1] - offset[v]);
                double gave = double.CreateTruncating(given[v]) * outWeight[v];
                double lack = lacking[v] - gave + damping * pulled;
                if (stranded != 0)
                    lack += stranded * _system.Restart(v);
                double score = scores[v] + gave;
                change += Math.Abs(lack);
                if (outWeight[v] > 0)
                {
                    next[v] = T.CreateTruncating((relaxation * lack + (relaxation - 1) * gave) / outWeight[v]);
                }
                else
                {
                    // It gives to everybody: next time all of it is in the score.
                    next[v] = T.Zero;
                    strands += lack;
                    score += lack;
                    lack = 0;
                }

                scores[v] = score;
                lacking[v] = lack;
            }
        }

        (_changes[block], _stranded[block]) = (change, strands);
    }

    /// <summary>Two sums, so that one addition need not wait for the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum(T* given, int* source, int* end)
    {
        double even = 0;
        double odd = 0;
        for (; source < end - 1; source += 2)
        {
            even += double.CreateTruncating(given[source[0]]);
            odd += double.CreateTruncating(given[source[1]]);
        }

        return even + odd + (source < end ? double.CreateTruncating(given[*source]) : 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum(T* given, int* source, float* weight, long count)
    {
        double sum = 0;
        for (long i = 0; i < count; i++)
            sum += double.CreateTruncating(given[source[i]]) * weight[i];
        return sum;
    }
}
