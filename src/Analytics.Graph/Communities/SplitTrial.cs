using Analytics.Graph.Threads;

namespace Analytics.Graph.Communities;

/// <summary>
/// Asks whether communities are better in pieces. Where two groups have grown together completely, no vertex and no
/// refined part may gain by leaving alone. So every community is clustered once more from single vertices, with the
/// masses of the whole graph and the arcs inside communities alone, all of them at once; the pieces are taken for those
/// communities whose quality they raise.
/// <para>Memory: 8 bytes per arc inside communities and 40 per vertex, beside what the clustering takes.</para>
/// </summary>
internal sealed unsafe class SplitTrial
{
    private const int PerBlock = 4096;

    // A gain must exceed this share of what it is the difference of.
    private const double Rounding = 1e-9;

    private readonly LevelGraph _graph;
    private readonly int* _labels;
    private readonly Scratch _scratch;
    private readonly Team _team;

    public SplitTrial(LevelGraph graph, int* labels, Scratch scratch, Team team)
    {
        (_graph, _scratch, _team) = (graph, scratch, team);
        _labels = labels;
        Inside = CopyInside();
    }

    /// <summary>The graph without the arcs between different labels.</summary>
    public LevelGraph Inside { get; }

    /// <summary>Takes the pieces for the communities that they improve, and returns how many communities that were.
    /// </summary>
    /// <param name="pieces">Labels below the vertex count that divide the communities; changed.</param>
    /// <param name="resolution">γ in units of mass.</param>
    public int Adopt(int[] pieces, double resolution)
    {
        int n = _graph.VertexCount;
        double* gain = _scratch.New<double>(n).Zeroed(n);
        AddMasses(pieces, resolution, gain);
        for (int v = 0; v < n; v++)
        {
            for (long i = Inside.Start[v]; i < Inside.End[v]; i++)
                gain[_labels[v]] -= pieces[Inside.Targets[i]] == pieces[v] ? 0 : Inside.Weights[i];
        }

        return Relabel(pieces, gain);
    }

    private void AddMasses(int[] pieces, double resolution, double* gain)
    {
        int n = _graph.VertexCount;
        double* mass = _scratch.New<double>(n).Zeroed(n);
        double* pieceMass = _scratch.New<double>(n).Zeroed(n);
        int* community = _scratch.New<int>(n).Pointer;
        for (int v = 0; v < n; v++)
        {
            mass[_labels[v]] += _graph.Mass[v];
            pieceMass[pieces[v]] += _graph.Mass[v];
            community[pieces[v]] = _labels[v];
        }

        for (int c = 0; c < n; c++)
        {
            gain[c] += resolution * mass[c] * mass[c] * (1 - Rounding);
            if (pieceMass[c] > 0)
                gain[community[c]] -= resolution * pieceMass[c] * pieceMass[c];
        }
    }

    /// <summary>Communities and pieces are named after their first vertices.</summary>
    private int Relabel(int[] pieces, double* gain)
    {
        int n = _graph.VertexCount;
        int* first = _scratch.New<int>(n).Pointer;
        int* firstOfPiece = _scratch.New<int>(n).Pointer;
        for (int v = n - 1; v >= 0; v--)
        {
            first[_labels[v]] = v;
            firstOfPiece[pieces[v]] = v;
        }

        int improved = 0;
        for (int v = 0; v < n; v++)
        {
            int c = _labels[v];
            bool isBetter = gain[c] > 0;
            improved += isBetter && first[c] == v ? 1 : 0;
            _labels[v] = isBetter ? firstOfPiece[pieces[v]] : first[c];
        }

        return improved;
    }

    private LevelGraph CopyInside()
    {
        int n = _graph.VertexCount;
        int blocks = (n + PerBlock - 1) / PerBlock;
        long* starts = _scratch.New<long>(n + 1L).Pointer;
        starts[0] = 0;
        _team.For(blocks, (block, _) => CountInside(block * PerBlock, Math.Min(n, (block + 1) * PerBlock), starts));
        for (int v = 0; v < n; v++)
            starts[v + 1] += starts[v];
        int* targets = _scratch.New<int>(starts[n]).Pointer;
        float* weights = _scratch.New<float>(starts[n]).Pointer;
        LevelGraph inside = new()
        {
            VertexCount = n,
            ArcCount = starts[n],
            Start = starts,
            End = starts + 1,
            Targets = targets,
            Weights = weights,
            Mass = _graph.Mass,
            Size = _graph.Size,
            Loops = _graph.Loops,
            TotalWeight = _graph.TotalWeight,
        };
        _team.For(blocks, (block, _) => Copy(block * PerBlock, Math.Min(n, (block + 1) * PerBlock), inside));
        return inside;
    }

    private void CountInside(int first, int end, long* starts)
    {
        for (int v = first; v < end; v++)
        {
            long count = 0;
            for (long i = _graph.Start[v]; i < _graph.End[v]; i++)
                count += _labels[_graph.Targets[i]] == _labels[v] ? 1 : 0;
            starts[v + 1] = count;
        }
    }

    private void Copy(int first, int end, LevelGraph inside)
    {
        for (int v = first; v < end; v++)
        {
            long slot = inside.Start[v];
            for (long i = _graph.Start[v]; i < _graph.End[v]; i++)
            {
                if (_labels[_graph.Targets[i]] != _labels[v])
                    continue;
                inside.Targets[slot] = _graph.Targets[i];
                inside.Weights[slot++] = _graph.Weights[i];
            }
        }
    }
}
