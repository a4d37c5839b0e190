using Analytics.DuckDb;
using Analytics.Graph.Communities;
using Analytics.Pipeline.Leaders;
using Analytics.Pipeline.Marts;

namespace Analytics.Pipeline.Communities;

/// <summary>The table work.positions: what the kernels found, one row per vertex in a community.</summary>
internal static class PositionTable
{
    public static void Write(
        DuckDbConnection connection,
        Partition partition,
        StableCommunities communities,
        Neighbourhoods neighbourhoods,
        CommunityCentrality centrality)
    {
        connection.Execute(
            """
            CREATE TABLE work.positions (
              vertex INTEGER, community_id BIGINT, internal_degree INTEGER, neighbours BIGINT,
              neighbour_squares BIGINT, pagerank DOUBLE, coreness INTEGER,
              betweenness DOUBLE, betweenness_error DOUBLE, neighbour_degree_sum BIGINT)
            """);
        using RowAppender rows = new(connection, "work", "positions");
        for (var v = 0; v < partition.Labels.Length; v++)
        {
            var label = partition.Labels[v];
            if (label < 0)
                continue;
            var row = rows.Next();
            rows[0].Values<int>()[row] = v;
            rows[1].Values<long>()[row] = communities.Id(label);
            rows[2].Values<int>()[row] = neighbourhoods.Internal[v];
            rows[3].Values<long>()[row] = neighbourhoods.All[v];
            rows[4].Values<long>()[row] = neighbourhoods.Squares[v];
            rows[5].Values<double>()[row] = centrality.PageRank[v];
            rows[6].Values<int>()[row] = centrality.Coreness[v];
            rows[7].Values<double>()[row] = centrality.Betweenness[v];
            rows[8].Values<double>()[row] = centrality.BetweennessError[label];
            rows[9].Values<long>()[row] = centrality.NeighbourDegreeSum[v];
        }

        rows.Complete();
    }
}
