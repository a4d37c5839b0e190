using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Analytics.Graph.Randomness;

namespace Analytics.Graph.Communities;

/// <summary>The rounds of large levels.</summary>
internal sealed unsafe partial class LocalMoving
{
    // Sixteen neighbouring vertices are visited together: their rows and labels share cache lines.
    private const int ChunkShift = 4;
    private const int ChunkSize = 1 << ChunkShift;
    private const int RoundsPerPass = 32;
    private const int SmallestRound = 8;
    private const int InexactPasses = 6;

    private readonly NativeBuffer<Proposal> _proposals;
    private int[] _chunks = [];
    private int[] _rank = [];
    private int[] _proposed = [];
    private int _movedCount;
    private bool _exact;

    private long RunRounds(Xoshiro256 random, CancellationToken cancel)
    {
        int n = _graph.VertexCount;
        int chunks = (n + ChunkSize - 1) >> ChunkShift;
        int perRound = Math.Max((chunks + RoundsPerPass - 1) / RoundsPerPass, SmallestRound);
        if (_chunks.Length < chunks)
            (_chunks, _rank) = (new int[chunks], new int[chunks]);
        _proposals.Reserve((long)perRound * ChunkSize);
        NativeMemory.Clear(_waiting + n, ChunkSize);
        random.Permutation(_chunks.AsSpan(0, chunks));
        for (int i = 0; i < chunks; i++)
            _rank[_chunks[i]] = i / perRound;

        long moves = 0;
        _exact = _goal.Exact;
        for (int pass = 0; ; pass++)
        {
            _movedCount = 0;
            for (int first = 0; first < chunks; first += perRound)
            {
                cancel.ThrowIfCancellationRequested();
                Round(first, Math.Min(perRound, chunks - first));
            }

            moves += _movedCount;
            if (_movedCount == 0)
                return moves;
            _exact |= pass >= InexactPasses || _movedCount < n / 16;
            MarkNeighbours();
        }
    }

    private void Round(int first, int chunks)
    {
        int perTask = Math.Clamp(chunks / 16, 1, 8);
        int tasks = (chunks + perTask - 1) / perTask;
        if (_proposed.Length < tasks)
            _proposed = new int[tasks];
        Proposal* proposals = _proposals.Pointer;
        _team.For(tasks, (task, worker) =>
        {
            int from = task * perTask;
            Proposal* own = proposals + (long)from * ChunkSize;
            _proposed[task] = Look(first + from, Math.Min(perTask, chunks - from), own, _links(worker));
        });
        for (int task = 0; task < tasks; task++)
        {
            Proposal* own = proposals + (long)task * perTask * ChunkSize;
            for (int i = 0; i < _proposed[task]; i++)
                Commit(own[i]);
        }
    }

    private int Look(int first, int chunks, Proposal* proposals, Links links)
    {
        int count = 0;
        for (int i = first; i < first + chunks; i++)
        {
            int v = _chunks[i] << ChunkShift;
            int end = Math.Min(v + ChunkSize, _graph.VertexCount);
            if (((ulong*)(_waiting + v))[0] == 0 && ((ulong*)(_waiting + v))[1] == 0)
                continue;
            for (; v < end; v++)
            {
                if (_waiting[v] == 0)
                    continue;
                Proposal best = Best(v, links);
                if (best.To == _labels[v])
                    _waiting[v] = 0;
                else
                    proposals[count++] = best;
            }
        }

        return count;
    }

    /// <summary>Makes a move if it still gains. One that no longer does stays for the next pass.</summary>
    private void Commit(Proposal proposal)
    {
        int v = proposal.Vertex;
        int own = _labels[v];
        if (_exact)
        {
            proposal = Best(v, _links(_team.Driver));
            if (proposal.To == own)
            {
                _waiting[v] = 0;
                return;
            }
        }

        int to = proposal.To;
        if (to == NewCommunity)
        {
            if (_population[own] == 1)
                return;
            to = _empty[_emptyCount - 1];
        }
        else
        {
            // Whoever was there has left in this very round; the links that were counted lead elsewhere.
            if (_population[to] == 0 || _size[to] > _goal.MaxSize - _graph.Size[v])
                return;
            double weight = _graph.Mass[v] * _goal.Resolution;
            double gain = proposal.Link - weight * _mass[to];
            double stay = proposal.OwnLink - weight * (_mass[own] - _graph.Mass[v]);
            if (!(gain > stay))
                return;
        }

        Move(v, to);
        _waiting[v] = 0;
        _queue[_movedCount++] = v;
    }

    /// <summary>Has the neighbours of those who moved in this pass looked at in the next, except where they were
    /// looked at after the move.</summary>
    private void MarkNeighbours()
    {
        const int PerTask = 256;
        int moved = _movedCount;
        if (moved > _graph.VertexCount / 4)
        {
            NativeMemory.Fill(_waiting, (nuint)_graph.VertexCount, 1);
            return;
        }

        _team.For((moved + PerTask - 1) / PerTask, (task, _) =>
        {
            int end = Math.Min(moved, (task + 1) * PerTask);
            for (int i = task * PerTask; i < end; i++)
                MarkNeighbours(_queue[i]);
        });
    }

    private void MarkNeighbours(int v)
    {
        int community = _labels[v];
        int rank = _rank[v >> ChunkShift];
        long end = _graph.End[v];
        for (long i = _graph.Start[v]; i < end; i++)
        {
            int neighbour = _graph.Targets[i];
            if (_waiting[neighbour] == 0 && _labels[neighbour] != community
                && _rank[neighbour >> ChunkShift] <= rank)
                _waiting[neighbour] = 1;
        }
    }
}
