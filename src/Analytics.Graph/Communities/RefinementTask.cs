using System.Runtime.CompilerServices;
using Analytics.Graph.Randomness;

namespace Analytics.Graph.Communities;

/// <summary>One worker's part of the <see cref="Refinement"/>: a community at a time, on a copy of the arcs inside
/// it.</summary>
internal sealed unsafe class RefinementTask(RefinementArrays arrays, Links links, Scratch scratch)
{
    // The sums behind the well-connectedness test are updated merge by merge; this much is rounding.
    private const double Slack = 1e-10;

    // exp(−40) is below the resolution of a random double: a merge that is worse than the best by more is never drawn.
    private const double Negligible = 40;

    private readonly NativeBuffer<int> _targets = scratch.New<int>();
    private readonly NativeBuffer<float> _weights = scratch.New<float>();
    private readonly NativeBuffer<long> _rows = scratch.New<long>();
    private readonly NativeBuffer<int> _order = scratch.New<int>();
    private readonly NativeBuffer<double> _chance = scratch.New<double>();
    private LevelGraph _graph = null!;
    private LevelGroups _groups = null!;
    private double _resolution;
    private double _temperature;
    private int _start;
    private double _communityMass;

    public void Begin(LevelGraph graph, LevelGroups groups, double resolution, double temperature) =>
        (_graph, _groups, _resolution, _temperature) = (graph, groups, resolution, temperature);

    /// <summary>Refines one community, leaves the number of its part (0, 1, … by first vertex) at the place of every
    /// vertex, and returns how many parts there are.</summary>
    public int Refine(int community, Xoshiro256 random)
    {
        _start = _groups.Starts[community];
        int size = _groups.Starts[community + 1] - _start;
        if (size == 1)
        {
            arrays.Part[_start] = 0;
            return 1;
        }

        StartAlone(size);
        random.Permutation(new Span<int>(_order.Reserve(size), size));
        _chance.Reserve(size);
        int* part = arrays.Part + _start;
        byte* joined = arrays.Joined + _start;
        for (int step = 0; step < size; step++)
        {
            // A part is named after its first vertex. v is alone if it bears its own name and nobody has joined.
            int v = _order.Pointer[step];
            if (part[v] != v || joined[v] != 0 || !IsWellConnected(v))
                continue;
            int count = links.Add(
                _targets.Pointer, _weights.Pointer, _rows.Pointer[v], _rows.Pointer[v + 1], part, 0);
            int chosen = ChoosePart(v, count, random);
            if (chosen != v)
                Merge(v, chosen);
            for (int i = 0; i < count; i++)
                links.Weight[links.Touched[i]] = 0;
        }

        return Number(size);
    }

    /// <summary>Copies the arcs inside the community, ends numbered from 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void StartAlone(int size)
    {
        long room = 0;
        int* order = _groups.Order + _start;
        for (int i = 0; i < size; i++)
            room += _graph.Degree(order[i]);
        int* targets = _targets.Reserve(room + 1);
        float* weights = _weights.Reserve(room + 1);
        long* rows = _rows.Reserve(size + 1L);
        int* place = _groups.Place;
        long slot = 0;
        _communityMass = 0;
        for (int i = 0; i < size; i++)
        {
            int v = order[i];
            rows[i] = slot;
            RowFetch.Ahead(_graph, order, i, size);
            long end = _graph.End[v];
            for (long arc = _graph.Start[v]; arc < end; arc++)
            {
                // Written in any case and kept if the end lies inside: every other branch would be a guess.
                int target = place[_graph.Targets[arc]] - _start;
                targets[slot] = target;
                weights[slot] = _graph.Weights[arc];
                bool inside = (uint)target < (uint)size & target != i;
                slot += Unsafe.BitCast<bool, byte>(inside);
            }

            double outward = 0;
            for (long arc = rows[i]; arc < slot; arc++)
                outward += weights[arc];
            arrays.Part[_start + i] = i;
            arrays.Joined[_start + i] = 0;
            arrays.Mass[_start + i] = _graph.Mass[v];
            arrays.Outward[_start + i] = outward;
            _communityMass += _graph.Mass[v];
        }

        rows[size] = slot;
    }

    private bool IsWellConnected(int part)
    {
        double mass = arrays.Mass[_start + part];
        double needed = _resolution * mass * (_communityMass - mass);
        return arrays.Outward[_start + part] >= needed * (1 - Slack);
    }

    private int ChoosePart(int v, int count, Xoshiro256 random)
    {
        // Staying alone gains nothing and is always possible; other parts must not lose.
        double* chance = _chance.Pointer;
        double weight = _resolution * arrays.Mass[_start + v];
        double best = 0;
        int bestPart = v;
        for (int i = 0; i < count; i++)
        {
            int part = links.Touched[i];
            double gain = links.Weight[part] - weight * arrays.Mass[_start + part];
            bool possible = gain >= 0 && IsWellConnected(part);
            chance[i] = possible ? gain : double.NegativeInfinity;
            if (possible && gain > best)
                (best, bestPart) = (gain, part);
        }

        return _temperature > 0 ? Draw(v, bestPart, best, count, random) : bestPart;
    }

    /// <summary>Draws a part with probability ∝ exp(gain/θ); gains are taken relative to the best, which cannot
    /// overflow.</summary>
    private int Draw(int v, int bestPart, double best, int count, Xoshiro256 random)
    {
        double* chance = _chance.Pointer;
        double least = best - Negligible * _temperature;
        double stay = least > 0 ? 0 : Exponential(-best / _temperature);
        double total = stay;
        int rivals = 0;
        for (int i = 0; i < count; i++)
        {
            if (chance[i] < least)
            {
                chance[i] = 0;
                continue;
            }

            chance[i] = Exponential((chance[i] - best) / _temperature);
            total += chance[i];
            rivals++;
        }

        if (rivals == 1 && stay == 0)
            return bestPart;
        double point = random.NextDouble() * total - stay;
        int chosen = v;
        for (int i = 0; i < count && point >= 0; i++)
        {
            if (chance[i] > 0)
                chosen = links.Touched[i];
            point -= chance[i];
        }

        return chosen;
    }

    /// <summary>e to the power of <paramref name="x"/> between −40 and 0, to seven digits: ample for a chance, several
    /// times faster than the library's, and the same on every platform.</summary>
    private static double Exponential(double x)
    {
        double power = x * 1.4426950408889634; // of two
        double whole = Math.Floor(power);
        double rest = (power - whole) * 0.6931471805599453;
        // The Taylor series up to the eighth power, by Horner's rule; the rest is below ln 2.
        double series = 1.0 / 5040 + rest * (1.0 / 40_320);
        series = 1.0 / 120 + rest * (1.0 / 720 + rest * series);
        series = 1.0 / 6 + rest * (1.0 / 24 + rest * series);
        series = 1 + rest * (1 + rest * (0.5 + rest * series));
        return series * BitConverter.Int64BitsToDouble((1023 + (long)whole) << 52);
    }

    private void Merge(int v, int part)
    {
        // The arcs between v and the part now lie inside it, counted from both ends.
        arrays.Outward[_start + part] += arrays.Outward[_start + v] - 2 * links.Weight[part];
        arrays.Mass[_start + part] += arrays.Mass[_start + v];
        arrays.Joined[_start + part] = 1;
        arrays.Part[_start + v] = part;
    }

    private int Number(int size)
    {
        int* part = arrays.Part + _start;
        int* numbers = _order.Pointer;
        int count = 0;
        for (int i = 0; i < size; i++)
            numbers[i] = -1;
        for (int i = 0; i < size; i++)
        {
            ref int number = ref numbers[part[i]];
            if (number < 0)
                number = count++;
            part[i] = number;
        }

        return count;
    }
}
