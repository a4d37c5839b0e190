using Analytics.Graph.Csr;
using Analytics.Graph.Memory;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Influence;

/// <summary>
/// Who led whom to act, from who acted on the same item after whom (Goyal, Bonchi and Lakshmanan 2010; credit
/// distribution, 2011). Of each account only its first act on an item counts. Whoever acts shares one unit of credit
/// equally among all accounts that it pays attention to and that acted on the item before it, within a time limit. The
/// credit of an arc over the acts of its target is the learned probability that the target's acts are followed.
/// <para>Method: items one by one. The first act of everyone on the item is noted by vertex; then each who acted looks
/// through those to whom it pays attention, or through those who acted if they are fewer. Shares are whole numbers of
/// 2⁻³², so the result depends neither on the order of acts nor on the number of workers.</para>
/// <para>O(acts · out-degree) time at most; 8 bytes per arc, 4 per vertex, and 12 per vertex and worker.</para>
/// </summary>
public sealed class CreditDistribution
{
    private readonly CsrGraph _attention;
    private readonly ItemActions _actions;
    private readonly long _timeLimit;
    private readonly LargeArray<long> _credits;
    private readonly int[] _activity;

    private CreditDistribution(CsrGraph attention, ItemActions actions, long timeLimit)
    {
        (_attention, _actions, _timeLimit) = (attention, actions, timeLimit);
        _credits = new LargeArray<long>(attention.ArcCount, cleared: true);
        _activity = new int[attention.VertexCount];
    }

    /// <param name="attention">Arcs lead from an account to those it pays attention to; weights do not count.</param>
    /// <param name="actions">Who acted on what and when.</param>
    /// <param name="timeLimit">How much later an act still counts as led to, in the unit of the times.</param>
    /// <param name="workers">Threads to use; all by default.</param>
    /// <param name="cancel">Stops between two buckets of items.</param>
    /// <exception cref="ArgumentException">An act of a vertex that the graph does not have.</exception>
    public static InfluenceCredit Run(
        CsrGraph attention, ItemActions actions, long timeLimit, Workers? workers = null,
        CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(timeLimit);
        CreditDistribution run = new(attention, actions, timeLimit);
        workers ??= Workers.All;
        Worker?[] states = new Worker?[workers.Count];
        workers.For(ItemActions.BucketCount, (bucket, worker) =>
        {
            cancel.ThrowIfCancellationRequested();
            Worker state = states[worker] ??= new Worker(run);
            state.Distribute(actions.Buckets[bucket]);
        });
        return new InfluenceCredit(attention, run._credits, run._activity);
    }

    /// <summary>What one worker notes of the item it is at.</summary>
    private sealed class Worker(CreditDistribution run)
    {
        private readonly int[] _notedFor = new int[run._activity.Length];
        private readonly long[] _firsts = new long[run._activity.Length];
        private readonly List<int> _actors = [];
        private readonly List<long> _leaders = [];
        private ulong[] _items = [];
        private int[] _order = [];
        private int _item;

        public void Distribute(ItemActions.Bucket bucket)
        {
            if (_items.Length < bucket.Count)
                (_items, _order) = (new ulong[bucket.Count], new int[bucket.Count]);
            bucket.Items.CopyTo(_items);
            for (int i = 0; i < bucket.Count; i++)
                _order[i] = i;
            _items.AsSpan(0, bucket.Count).Sort(_order.AsSpan(0, bucket.Count));
            for (int start = 0, end; start < bucket.Count; start = end)
            {
                for (end = start + 1; end < bucket.Count && _items[end] == _items[start];)
                    end++;
                Note(bucket, _order.AsSpan(start, end - start));
                Share();
            }
        }

        private void Note(ItemActions.Bucket bucket, ReadOnlySpan<int> acts)
        {
            _item++;
            _actors.Clear();
            foreach (int act in acts)
            {
                Note(bucket.Vertices[act], bucket.Times[act]);
                if (bucket.Origins[act] >= 0)
                    Note(bucket.Origins[act], bucket.Times[act] - 1);
            }
        }

        private void Note(int vertex, long time)
        {
            if ((uint)vertex >= (uint)_firsts.Length)
                throw new ArgumentException($"Vertex {vertex} acted, but is not in 0 … {_firsts.Length - 1}.");
            if (_notedFor[vertex] != _item)
            {
                _notedFor[vertex] = _item;
                _firsts[vertex] = time;
                _actors.Add(vertex);
            }
            else if (time < _firsts[vertex])
            {
                _firsts[vertex] = time;
            }
        }

        private void Share()
        {
            foreach (int actor in _actors)
            {
                Interlocked.Increment(ref run._activity[actor]);
                if (_actors.Count == 1)
                    return;
                _leaders.Clear();
                FindLeaders(actor);
                if (_leaders.Count == 0)
                    continue;
                long share = InfluenceCredit.Unit / _leaders.Count;
                foreach (long arc in _leaders)
                    Interlocked.Add(ref run._credits[arc], share);
            }
        }

        private void FindLeaders(int actor)
        {
            ReadOnlySpan<int> targets = run._attention.Targets(actor);
            long first = run._attention.Offsets[actor];
            int halvings = 32 - int.LeadingZeroCount(targets.Length);
            if ((long)_actors.Count * halvings >= targets.Length)
            {
                for (int i = 0; i < targets.Length; i++)
                {
                    if (_notedFor[targets[i]] == _item && Led(targets[i], actor))
                        _leaders.Add(first + i);
                }

                return;
            }

            foreach (int other in _actors)
            {
                if (Led(other, actor) && targets.BinarySearch(other) is var at && at >= 0)
                    _leaders.Add(first + at);
            }
        }

        private bool Led(int leader, int actor) =>
            _firsts[actor] - _firsts[leader] is var later && later > 0 && later <= run._timeLimit;
    }
}
