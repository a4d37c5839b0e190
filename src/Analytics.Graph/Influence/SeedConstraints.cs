namespace Analytics.Graph.Influence;

/// <summary>Who may be, must be, and may not be together among the seeds.</summary>
/// <param name="Excluded">Vertices that may not be seeds.</param>
/// <param name="Required">Vertices that must be seeds; they count among the k.</param>
/// <param name="Groups">A group for every vertex, or −1 for none; needed for <paramref name="MostPerGroup"/>.</param>
/// <param name="MostPerGroup">At most so many seeds of each group. Greedy choice then promises 1/2 of the best instead
/// of 1 − 1/e (Fisher, Nemhauser and Wolsey 1978).</param>
public sealed record SeedConstraints(
    IReadOnlyCollection<int>? Excluded = null, IReadOnlyCollection<int>? Required = null, int[]? Groups = null,
    int MostPerGroup = int.MaxValue)
{
    internal bool LimitsGroups => Groups is not null && MostPerGroup < int.MaxValue;

    internal void Check(int vertexCount, int seeds)
    {
        foreach (int vertex in (int[])[.. Excluded ?? [], .. Required ?? []])
        {
            if ((uint)vertex >= (uint)vertexCount)
                throw new ArgumentException($"Vertex {vertex} is not in 0 … {vertexCount - 1}.");
        }

        if (Required?.Distinct().Count() != Required?.Count || Required?.Count > seeds)
            throw new ArgumentException($"Required seeds must be different ones and at most {seeds}.");
        if (Required?.Intersect(Excluded ?? []).Any() == true)
            throw new ArgumentException("A vertex is both excluded and required.");
        ArgumentOutOfRangeException.ThrowIfLessThan(MostPerGroup, 1);
        if (Groups is not null && Groups.Length != vertexCount)
            throw new ArgumentException($"{Groups.Length} groups for {vertexCount} vertices.");
        if (LimitsGroups && Required?.Where(v => Groups![v] >= 0).GroupBy(v => Groups![v])
            .Any(group => group.Count() > MostPerGroup) == true)
            throw new ArgumentException($"More than {MostPerGroup} required seeds are in one group.");
    }

    /// <summary>Marks those who cannot be seeds; null if everyone can.</summary>
    internal bool[]? Marks(int vertexCount)
    {
        if (Excluded is not { Count: > 0 })
            return null;
        bool[] marks = new bool[vertexCount];
        foreach (int vertex in Excluded)
            marks[vertex] = true;
        return marks;
    }
}
