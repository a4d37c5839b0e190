using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Analytics.Graph.Randomness;

namespace Analytics.Graph.Communities;

/// <summary>The rounds of large levels.</summary>
internal sealed unsafe partial class LocalMoving
{
    // Sixteen neighbouring vertices are visited together: their rows and labels share cache lines.
    private const int ChunkShift = 4;
    private const int ChunkSize = 1 << ChunkShift;
    private const int RoundsPerPass = 128;
    private const int SmallestRound = 8;
    private const int InexactPasses = 6;
    private const int Ahead = 12;
    private const int FarCommunities = 1 << 16;

    // Of the vertices; what a pass moves beyond that is left to the levels above and to the polish.
    private const int SettledShare = 64;

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
            if (_movedCount == 0 || (!_goal.Exact && _movedCount < n / SettledShare))
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
            int count = _proposed[task];
            for (int i = 0; i < count; i++)
            {
                FetchAhead(own + Math.Min(i + Ahead, count - 1));
                Commit(own[i]);
            }
        }
    }

    private void FetchAhead(Proposal* proposal)
    {
        if (!Sse.IsSupported)
            return;
        Sse.Prefetch0(_mass + proposal->From);
        Sse.Prefetch0(_heads + proposal->From);
        Sse.Prefetch0(_labels + proposal->Vertex);
        if (proposal->To == NewCommunity)
            return;
        Sse.Prefetch0(_mass + proposal->To);
        Sse.Prefetch0(_heads + proposal->To);
    }

    private int Look(int first, int chunks, Proposal* proposals, Links links)
    {
        int count = 0;
        for (int i = first; i < first + chunks; i++)
        {
            int v = _chunks[i] << ChunkShift;
            if (i + 1 < first + chunks && AnyWaits(_chunks[i + 1] << ChunkShift))
                FetchRows(_chunks[i + 1] << ChunkShift);
            if (AnyWaits(v))
                count = LookAtChunk(v, Math.Min(v + ChunkSize, _graph.VertexCount), proposals, count, links);
        }

        return count;
    }

    private bool AnyWaits(int v) => (((ulong*)(_waiting + v))[0] | ((ulong*)(_waiting + v))[1]) != 0;

    private void FetchRows(int v)
    {
        if (!Sse.IsSupported)
            return;
        const int PerLine = 16;
        long start = _graph.Start[v];
        long end = Math.Min(_graph.End[Math.Min(v + ChunkSize, _graph.VertexCount) - 1], start + 512);
        for (long i = start; i < end; i += PerLine)
        {
            Sse.Prefetch0(_graph.Targets + i);
            Sse.Prefetch0(_graph.Weights + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int LookAtChunk(int first, int end, Proposal* proposals, int count, Links links)
    {
        LevelGraph graph = _graph;
        int* groups = links.Groups;
        int length = 0;
        bool ahead = true;
        for (int v = first; v < end && ahead; v++)
        {
            if (_waiting[v] == 0)
                continue;
            int degree = graph.Degree(v);
            ahead = length + degree <= Links.Window;
            if (ahead)
                length = LookUp(graph.Targets + graph.Start[v], degree, groups, length);
        }

        FetchCommunities(groups, length, links.Weight);

        length = 0;
        for (int v = first; v < end; v++)
        {
            if (_waiting[v] == 0)
                continue;
            Proposal best;
            if (ahead)
            {
                int degree = graph.Degree(v);
                best = Choose(v, links, groups + length, graph.Weights + graph.Start[v], degree);
                length += degree;
            }
            else
            {
                best = Best(v, links);
            }

            if (best.To == best.From)
                _waiting[v] = 0;
            else
                proposals[count++] = best;
        }

        return count;
    }

    private void FetchCommunities(int* groups, int length, double* link)
    {
        if (!Sse.IsSupported || _graph.VertexCount < FarCommunities)
            return;
        double* mass = _mass;
        for (int i = 0; i < length; i++)
        {
            Sse.Prefetch0(link + groups[i]);
            Sse.Prefetch0(mass + groups[i]);
        }
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
            if (_heads[own].Vertices == 1)
                return;
            to = _empty[_emptyCount - 1];
        }
        else
        {
            // Whoever was there has left in this very round; the links that were counted lead elsewhere.
            if (_heads[to].Vertices == 0 || _heads[to].Size > _goal.MaxSize - _graph.Size[v])
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
