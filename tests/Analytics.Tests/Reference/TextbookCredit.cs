using Analytics.Graph.Csr;

namespace Analytics.Tests.Reference;

/// <summary>Credit distribution as the paper states it, with dictionaries and fractions.</summary>
public static class TextbookCredit
{
    /// <summary>Credit of every pair (who acted, whom it followed).</summary>
    public static Dictionary<(int Follower, int Leader), double> Of(
        CsrGraph attention, IEnumerable<(ulong Item, int Vertex, int Origin, long Time)> actions, long limit)
    {
        Dictionary<(int, int), double> credit = [];
        foreach (var first in FirstActs(actions).Values)
        {
            foreach ((int actor, long time) in first)
            {
                int[] leaders = [.. first
                    .Where(other => other.Value < time && time - other.Value <= limit
                        && attention.Targets(actor).Contains(other.Key))
                    .Select(other => other.Key)];
                foreach (int leader in leaders)
                    credit[(actor, leader)] = credit.GetValueOrDefault((actor, leader)) + 1.0 / leaders.Length;
            }
        }

        return credit;
    }

    /// <summary>Of every item the first act of everyone.</summary>
    public static Dictionary<ulong, Dictionary<int, long>> FirstActs(
        IEnumerable<(ulong Item, int Vertex, int Origin, long Time)> actions) => actions
        .SelectMany(act => act.Origin < 0
            ? [(act.Item, act.Vertex, act.Time)]
            : ((ulong Item, int Vertex, long Time)[])
                [(act.Item, act.Vertex, act.Time), (act.Item, act.Origin, act.Time - 1)])
        .GroupBy(act => act.Item)
        .ToDictionary(
            item => item.Key,
            item => item.GroupBy(act => act.Vertex).ToDictionary(acts => acts.Key, acts => acts.Min(act => act.Time)));
}
