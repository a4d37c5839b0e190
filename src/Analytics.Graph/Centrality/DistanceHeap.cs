namespace Analytics.Graph.Centrality;

/// <summary>A heap of vertices with four children each; the nearest leads, among equally near ones the smallest.
/// Distances are looked up, not copied. 8 bytes per vertex.</summary>
internal sealed class DistanceHeap(int vertices, double[] distances)
{
    private const int Absent = -1;

    private readonly int[] _heap = new int[vertices];
    private readonly int[] _places = Filled(vertices);
    private int _count;

    /// <summary>Takes a vertex in, or moves it up after its distance fell.</summary>
    public void PushOrRaise(int vertex)
    {
        int place = _places[vertex] == Absent ? _count++ : _places[vertex];
        while (place > 0 && Precedes(vertex, _heap[(place - 1) / 4]))
        {
            Put(_heap[(place - 1) / 4], place);
            place = (place - 1) / 4;
        }

        Put(vertex, place);
    }

    public bool TryPop(out int nearest)
    {
        nearest = _count > 0 ? _heap[0] : Absent;
        if (_count == 0)
            return false;
        _places[nearest] = Absent;
        int last = _heap[--_count];
        if (_count > 0)
            Sink(last);
        return true;
    }

    /// <summary>Takes out any vertex, to empty the heap.</summary>
    public bool TryTakeLast(out int vertex)
    {
        vertex = _count > 0 ? _heap[--_count] : Absent;
        if (vertex == Absent)
            return false;
        _places[vertex] = Absent;
        return true;
    }

    private void Sink(int vertex)
    {
        int place = 0;
        while (4 * place + 1 < _count)
        {
            int best = 4 * place + 1;
            for (int child = best + 1; child < Math.Min(_count, 4 * place + 5); child++)
            {
                if (Precedes(_heap[child], _heap[best]))
                    best = child;
            }

            if (!Precedes(_heap[best], vertex))
                break;
            Put(_heap[best], place);
            place = best;
        }

        Put(vertex, place);
    }

    private bool Precedes(int a, int b) =>
        distances[a] < distances[b] || (distances[a] == distances[b] && a < b);

    private void Put(int vertex, int place)
    {
        _heap[place] = vertex;
        _places[vertex] = place;
    }

    private static int[] Filled(int vertices)
    {
        int[] places = new int[vertices];
        Array.Fill(places, Absent);
        return places;
    }
}
