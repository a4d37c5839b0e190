using Analytics.DuckDb;

namespace Analytics.Pipeline.Leaders;

/// <summary>
/// What the score is made of, column by column: members in the order of community and vertex, so that each community
/// is a range. 8 bytes per member and component.
/// </summary>
internal sealed class MemberMeasures
{
    private MemberMeasures(int members, List<(long Id, int Start)> communities)
    {
        Vertices = new int[members];
        Accounts = new ulong[members];
        IsPublic = new bool[members];
        Values = [.. LeaderComponents.All.Select(_ => new double[members])];
        Communities = [.. communities.Select(community => community.Id)];
        Starts = [.. communities.Select(community => community.Start), members];
    }

    /// <summary>Ids of the communities, ascending.</summary>
    public long[] Communities { get; }

    /// <summary>First member of each community, and the number of all members at the end.</summary>
    public int[] Starts { get; }

    public int[] Vertices { get; }

    public ulong[] Accounts { get; }

    /// <summary>Whether the member reaches enough others to be shown as a leader.</summary>
    public bool[] IsPublic { get; }

    /// <summary>Per component of <see cref="LeaderComponents.All"/> one value per member; NaN is unknown.</summary>
    public double[][] Values { get; }

    /// <summary>Reads work.account_measures.</summary>
    public static MemberMeasures Read(DuckDbConnection connection, CancellationToken cancel)
    {
        var measures = new MemberMeasures(0, []);
        using (var sizes = connection.Query(
            """
            SELECT community_id, count(*) AS size
            FROM work.account_measures
            GROUP BY community_id
            ORDER BY community_id
            """, streaming: false, cancel))
        {
            List<(long, int)> communities = [];
            var members = 0;
            while (sizes.TryRead(out var chunk))
            {
                using (chunk)
                {
                    for (var row = 0; row < chunk.Count; row++)
                    {
                        communities.Add((chunk[0].Values<long>()[row], members));
                        members += (int)chunk[1].Values<long>()[row];
                    }
                }
            }

            measures = new MemberMeasures(members, communities);
        }

        measures.Fill(connection, cancel);
        return measures;
    }

    private void Fill(DuckDbConnection connection, CancellationToken cancel)
    {
        var components = LeaderComponents.All.Select(
            component => $"CAST(coalesce({component.RankedBy ?? component.Name}, 'nan'::DOUBLE) AS DOUBLE)");
        using var rows = connection.Query(
            $"""
            SELECT vertex, account_id, reach >= s.min_group, {string.Join(", ", components)}
            FROM work.account_measures, work.settings AS s
            ORDER BY community_id, vertex
            """, streaming: false, cancel);
        var at = 0;
        while (rows.TryRead(out var chunk))
        {
            using (chunk)
            {
                chunk[0].Values<int>()[..chunk.Count].CopyTo(Vertices.AsSpan(at));
                chunk[1].Values<ulong>()[..chunk.Count].CopyTo(Accounts.AsSpan(at));
                chunk[2].Values<bool>()[..chunk.Count].CopyTo(IsPublic.AsSpan(at));
                for (var component = 0; component < Values.Length; component++)
                    chunk[3 + component].Values<double>()[..chunk.Count].CopyTo(Values[component].AsSpan(at));
                at += chunk.Count;
            }
        }
    }
}
