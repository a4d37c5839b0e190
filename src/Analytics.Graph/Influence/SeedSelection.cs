using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Analytics.Graph.Influence;

/// <summary>
/// Greedy choice of seeds that hit most sets, ties to the one that activates most by itself, with an upper bound on
/// what any choice hits: after some picks, no choice can hit more than they do plus the sum of the k largest gains left
/// (Tang et al. 2018).
/// <para>The gain of every vertex is kept exact. After a pick it is lowered by the sets newly hit or counted anew from
/// those not hit, whichever are fewer: where influence runs far the first pick hits all large sets, and hardly anything
/// is left to count. 8 bytes per vertex, 1 per set.</para>
/// </summary>
internal sealed class SeedSelection
{
    private const int Closed = int.MinValue / 2;

    /// <summary>Gains are summed up for the bound after every fourth part of the picks.</summary>
    private const int BoundsTaken = 4;

    private readonly ReverseSets _sets;
    private readonly SeedConstraints _constraints;
    private readonly int _most;
    private readonly int[] _gains;
    private readonly bool[] _hit;
    private readonly Dictionary<int, int> _perGroup = [];
    private readonly List<int> _found = [];
    private readonly List<int> _seeds = [];
    private readonly List<int> _covered = [];
    private long _open;

    private SeedSelection(ReverseSets sets, int most, SeedConstraints constraints)
    {
        (_sets, _most, _constraints) = (sets, most, constraints);
        _gains = sets.Counts.ToArray();
        _hit = new bool[sets.Count];
        foreach (int gain in _gains)
            _open += gain;
        foreach (int vertex in constraints.Excluded ?? [])
            _gains[vertex] = Closed;
    }

    /// <summary>In the order of the picks, sentinels first.</summary>
    public IReadOnlyList<int> Seeds => _seeds;

    /// <summary>Sets hit after each pick.</summary>
    public IReadOnlyList<int> Covered => _covered;

    /// <summary>No choice within the constraints hits more sets.</summary>
    public long Best { get; private set; } = long.MaxValue;

    public static SeedSelection Of(ReverseSets sets, int most, SeedConstraints constraints)
    {
        SeedSelection selection = new(sets, most, constraints);
        selection.Choose();
        return selection;
    }

    private void Choose()
    {
        int required = _constraints.Required?.Count ?? 0;
        Begin();
        Bound(required);
        while (_seeds.Count < _most)
        {
            // Where no set is left to hit, those follow who activate most by themselves.
            int largest = LargestGain();
            if (largest < 0)
                break;
            Pick(LeaderAt(largest));
            int picks = _seeds.Count;
            if (picks * BoundsTaken / _most != (picks - 1) * BoundsTaken / _most)
                Bound(required);
        }

        Bound(required);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int LargestGain()
    {
        Vector512<int> largest = Vector512.Create(int.MinValue);
        int v = 0;
        for (; v + Vector512<int>.Count <= _gains.Length; v += Vector512<int>.Count)
            largest = Vector512.Max(largest, Vector512.LoadUnsafe(ref _gains[v]));
        int result = int.MinValue;
        for (int lane = 0; lane < Vector512<int>.Count; lane++)
            result = Math.Max(result, largest[lane]);
        for (; v < _gains.Length; v++)
            result = Math.Max(result, _gains[v]);
        return result;
    }

    private void Begin()
    {
        if (_sets.Sentinels.Vertices.Length == 0)
        {
            foreach (int vertex in _constraints.Required ?? [])
                Pick(vertex);
            return;
        }

        for (int i = 0; i < _sets.Sentinels.Vertices.Length; i++)
        {
            _seeds.Add(_sets.Sentinels.Vertices[i]);
            _covered.Add((int)Math.Round(_sets.CutCount * _sets.Sentinels.Shares[i]));
            Close(_seeds[i]);
        }
    }

    /// <summary>Many gains are equal when few sets are left, and then the number of those directly activated says more
    /// than chance does.</summary>
    private int LeaderAt(int gain)
    {
        float[] reach = _sets.Cascade.DirectReach;
        int leader = Array.IndexOf(_gains, gain);
        for (int v = leader; v >= 0; v = Array.IndexOf(_gains, gain, v + 1))
            leader = reach[v] > reach[leader] ? v : leader;
        return leader;
    }

    private void Pick(int vertex)
    {
        _seeds.Add(vertex);
        _sets.SetsOf(vertex, _found);
        _found.RemoveAll(set => _hit[set]);
        _covered.Add((_covered.Count > 0 ? _covered[^1] : 0) + _found.Count);
        long hit = 0;
        foreach (int set in _found)
        {
            _hit[set] = true;
            hit += _sets.SizeOf(set);
        }

        _open -= hit;
        if (hit <= _open)
        {
            foreach (int set in _found)
                _sets.CountMembers(set, _gains, -1);
        }
        else
        {
            CountAnew();
        }

        Close(vertex);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountAnew()
    {
        for (int v = 0; v < _gains.Length; v++)
            _gains[v] = _gains[v] < 0 ? Closed : 0;
        for (int set = 0; set < _hit.Length; set++)
        {
            if (!_hit[set])
                _sets.CountMembers(set, _gains, 1);
        }
    }

    /// <summary>A seed, and a group that is full with it, is chosen no more: gains so far below zero that nothing lifts
    /// them.</summary>
    private void Close(int vertex)
    {
        _gains[vertex] = Closed;
        if (!_constraints.LimitsGroups || _constraints.Groups![vertex] is var group && group < 0)
            return;
        _perGroup[group] = _perGroup.GetValueOrDefault(group) + 1;
        if (_perGroup[group] < _constraints.MostPerGroup)
            return;
        for (int v = 0; v < _gains.Length; v++)
            _gains[v] = _constraints.Groups[v] == group ? Closed : _gains[v];
    }

    /// <summary>
    /// The best choice hits at most what the picks hit and, one by one, what each of its own would add to them.
    /// </summary>
    private void Bound(int required)
    {
        long bound = _covered.Count > 0 ? _covered[^1] : 0;
        int free = _most - required;
        bound += _constraints.LimitsGroups ? LargestOfGroups(free) : Largest(free);
        Best = Math.Min(Best, bound);
    }

    /// <summary>The sum of the largest gains, by counting how often each occurs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long Largest(int count)
    {
        int[] occurrences = new int[Math.Max(1, LargestGain() + 1)];
        foreach (int gain in _gains)
        {
            if (gain > 0)
                occurrences[gain]++;
        }

        long sum = 0;
        for (int gain = occurrences.Length - 1; gain > 0 && count > 0; gain--)
        {
            int taken = Math.Min(count, occurrences[gain]);
            sum += (long)taken * gain;
            count -= taken;
        }

        return sum;
    }

    /// <summary>The heaviest choice within the limits, which greedy choice finds because they form a matroid. Groups
    /// that are full count with the gains that they would have.</summary>
    private long LargestOfGroups(int count)
    {
        int[] gains = new int[_gains.Length];
        for (int set = 0; set < _hit.Length; set++)
        {
            if (!_hit[set])
                _sets.CountMembers(set, gains, 1);
        }

        int[] order = [.. Enumerable.Range(0, gains.Length).Where(v => gains[v] > 0).OrderByDescending(v => gains[v])];
        Dictionary<int, int> taken = [];
        long sum = 0;
        foreach (int v in order)
        {
            int group = _constraints.Groups![v];
            int already = group < 0 ? 0 : taken.GetValueOrDefault(group);
            if (count == 0 || already == _constraints.MostPerGroup)
                continue;
            taken[group] = already + 1;
            sum += gains[v];
            count--;
        }

        return sum;
    }
}
