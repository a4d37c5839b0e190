using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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
/// on the number of threads. 16 bytes per vertex and two of <typeparamref name="T"/>, 8 of them the result.</para>
/// </summary>
/// <typeparam name="T">float or double</typeparam>
internal sealed unsafe class RankSweeps<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RankSystem _system;
    private readonly double[] _scores;
    private readonly LargeArray<double> _lacking;
    private readonly double[] _changes;
    private readonly double[] _stranded;
    private LargeArray<T> _given;
    private LargeArray<T> _next;

    /// <summary>Begins with equal scores about to be given.</summary>
    public RankSweeps(RankSystem system, Workers workers)
    {
        int n = system.VertexCount;
        _system = system;
        _scores = GC.AllocateUninitializedArray<double>(n);
        _lacking = new LargeArray<double>(n);
        _given = new LargeArray<T>(n);
        _next = new LargeArray<T>(n);
        _changes = new double[system.Bounds.Length - 1];
        _stranded = new double[system.Bounds.Length - 1];
        workers.For(_changes.Length, (block, _) =>
        {
            for (int v = system.Bounds[block]; v < system.Bounds[block + 1]; v++)
            {
                double weight = system.OutWeight(v);
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

    /// <summary>The scores with everything that they lacked when last looked at; there is no sweeping after that.
    /// </summary>
    public double[] Scores()
    {
        for (int v = 0; v < _scores.Length; v++)
            _scores[v] += _system.OutWeight(v) == 0 ? 0 : _lacking[v];
        return _scores;
    }

    private void Pull(int block, double relaxation, double stranded)
    {
        Step step = new(_system.Damping, relaxation, stranded);
        RowSums<T> sums = new(_system.Incoming, _system.HasEqualWeights, _system.Order);
        double* pulled = stackalloc double[RowOrder.Stretch];
        double* outWeight = stackalloc double[RowOrder.Stretch];
        int end = _system.Bounds[block + 1];
        for (int first = _system.Bounds[block]; first < end; first += RowOrder.Stretch)
        {
            int count = Math.Min(RowOrder.Stretch, end - first);
            fixed (T* given = _given)
                sums.Of(first, count, given, pulled);
            _system.OutWeights(first, count, outWeight);
            if (_system.HasDangling)
                Move(first, count, outWeight, pulled, ref step);
            else
                MoveTogether(first, count, outWeight, pulled, ref step);
        }

        (_changes[block], _stranded[block]) = (step.Change, step.Strands);
    }

    /// <summary>Moves what a stretch lacks into its scores, and decides on what its vertices give next.</summary>
    private void Move(int first, int count, double* outWeights, double* pulled, ref Step step)
    {
        fixed (double* scores = _scores, lacking = _lacking)
        fixed (T* given = _given, next = _next)
        {
            for (int v = first; v < first + count; v++)
            {
                double outWeight = outWeights[v - first];
                double gave = double.CreateTruncating(given[v]) * outWeight;
                double lack = lacking[v] - gave + step.Damping * pulled[v - first];
                if (step.Stranded != 0)
                    lack += step.Stranded * _system.Restart(v);
                double score = scores[v] + gave;
                step.Change += Math.Abs(lack);
                if (outWeight > 0)
                {
                    next[v] = T.CreateTruncating(
                        (step.Relaxation * lack + (step.Relaxation - 1) * gave) / outWeight);
                }
                else
                {
                    // It gives to everybody: next time all of it is in the score.
                    next[v] = T.Zero;
                    step.Strands += lack;
                    score += lack;
                    lack = 0;
                }

                scores[v] = score;
                lacking[v] = lack;
            }
        }
    }

    /// <summary>The same where every vertex has outgoing arcs: four at a time.</summary>
    private void MoveTogether(int first, int count, double* outWeights, double* pulled, ref Step step)
    {
        fixed (double* scores = _scores, lacking = _lacking)
        fixed (T* given = _given, next = _next)
        {
            int i = 0;
            Vector256<double> change = Vector256<double>.Zero;
            for (; i < count - 3; i += 4)
            {
                Vector256<double> outWeight = Vector256.Load(outWeights + i);
                Vector256<double> gave = Wide(given + first + i) * outWeight;
                Vector256<double> lack = Vector256.Load(lacking + first + i) - gave
                    + Vector256.Create(step.Damping) * Vector256.Load(pulled + i);
                (Vector256.Load(scores + first + i) + gave).Store(scores + first + i);
                lack.Store(lacking + first + i);
                change += Vector256.Abs(lack);
                Store(
                    (Vector256.Create(step.Relaxation) * lack + Vector256.Create(step.Relaxation - 1) * gave)
                        / outWeight,
                    next + first + i);
            }

            step.Change += Vector256.Sum(change);
            Move(first + i, count - i, outWeights + i, pulled + i, ref step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Wide(T* values)
    {
        if (typeof(T) == typeof(double))
            return Vector256.Load((double*)values);
        Vector128<float> narrow = Vector128.Load((float*)values);
        (Vector128<double> low, Vector128<double> high) = Vector128.Widen(narrow);
        return Vector256.Create(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<double> values, T* to)
    {
        if (typeof(T) == typeof(double))
            values.Store((double*)to);
        else
            Vector128.Narrow(values.GetLower(), values.GetUpper()).Store((float*)to);
    }

    /// <summary>What a range of vertices is told for one sweep, and what it adds up.</summary>
    private struct Step(double damping, double relaxation, double stranded)
    {
        public readonly double Damping = damping;
        public readonly double Relaxation = relaxation;
        public readonly double Stranded = stranded;

        /// <summary>Sum of absolute values of what scores lack.</summary>
        public double Change;

        /// <summary>What vertices without outgoing arcs have to give.</summary>
        public double Strands;
    }
}
