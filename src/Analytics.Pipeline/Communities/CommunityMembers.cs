using Analytics.DuckDb;

namespace Analytics.Pipeline.Communities;

/// <summary>Who is in which community, as vertices.</summary>
internal sealed class CommunityMembers
{
    private readonly Dictionary<long, int[]> _members = [];

    private CommunityMembers(int vertices)
    {
        Places = new int[vertices];
        CommunityIds = new long[vertices];
    }

    /// <summary>Number of accounts, the residual included.</summary>
    public int VertexCount => Places.Length;

    /// <summary>Of each vertex its place among the members of its community: 0, 1, 2, … in the order of vertices.
    /// </summary>
    public int[] Places { get; }

    /// <summary>The community of each vertex; 0 in the residual.</summary>
    public long[] CommunityIds { get; }

    /// <summary>The members of a community, ascending.</summary>
    public int[] Of(long communityId) => _members[communityId];

    /// <summary>Reads work.positions.</summary>
    public static CommunityMembers Read(DuckDbConnection connection, int vertices, CancellationToken cancel)
    {
        CommunityMembers members = new(vertices);
        using (var reader = connection.Query(
            "SELECT vertex, community_id FROM work.positions", streaming: false, cancel))
        {
            while (reader.TryRead(out var chunk))
            {
                using (chunk)
                {
                    for (var row = 0; row < chunk.Count; row++)
                        members.CommunityIds[chunk[0].Values<int>()[row]] = chunk[1].Values<long>()[row];
                }
            }
        }

        Dictionary<long, List<int>> lists = [];
        for (var vertex = 0; vertex < vertices; vertex++)
        {
            if (members.CommunityIds[vertex] is var id && id == 0) continue;
            if (!lists.TryGetValue(id, out var list)) lists.Add(id, list = []);
            members.Places[vertex] = list.Count;
            list.Add(vertex);
        }

        foreach (var (id, list) in lists) members._members.Add(id, [.. list]);
        return members;
    }
}
