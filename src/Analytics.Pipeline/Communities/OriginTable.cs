using System.Text;
using Analytics.DuckDb;
using Analytics.Graph.Communities;
using Analytics.Pipeline.Marts;

namespace Analytics.Pipeline.Communities;

/// <summary>The tables work.origins and work.deaths: where each community comes from, and which ones ended.</summary>
internal static class OriginTable
{
    public static void Write(DuckDbConnection connection, StableCommunities communities, SeedAgreement agreement)
    {
        connection.Execute(
            """
            CREATE TABLE work.origins (
              community_id BIGINT, event VARCHAR, previous_id BIGINT,
              agreement DOUBLE, stability DOUBLE, agreement_note VARCHAR);
            CREATE TABLE work.deaths (community_id BIGINT, absorbed_by BIGINT)
            """);
        using (RowAppender rows = new(connection, "work", "origins"))
        {
            foreach (var match in communities.Matches)
                Write(rows, match, agreement);
            rows.Complete();
        }

        using RowAppender deaths = new(connection, "work", "deaths");
        foreach (var death in communities.Deaths)
        {
            var row = deaths.Next();
            deaths[0].Values<long>()[row] = death.PreviousId;
            Write(deaths[1], row, death.AbsorbedBy);
        }

        deaths.Complete();
    }

    private static void Write(RowAppender rows, CommunityMatch match, SeedAgreement agreement)
    {
        var row = rows.Next();
        rows[0].Values<long>()[row] = match.StableId;
        rows[1].SetUtf8(row, Encoding.UTF8.GetBytes(StableCommunities.Name(match.Event)));
        Write(rows[2], row, match.PreviousId);
        if (agreement.Note is { } note)
        {
            rows[3].SetNull(row);
            rows[4].SetNull(row);
            rows[5].SetUtf8(row, Encoding.UTF8.GetBytes(note));
        }
        else
        {
            rows[3].Values<double>()[row] = agreement.Agreement!.Value;
            rows[4].Values<double>()[row] = agreement.Stability![match.Label];
            rows[5].SetNull(row);
        }
    }

    private static void Write(Vector column, int row, int? id)
    {
        if (id is { } value)
            column.Values<long>()[row] = value;
        else
            column.SetNull(row);
    }
}
