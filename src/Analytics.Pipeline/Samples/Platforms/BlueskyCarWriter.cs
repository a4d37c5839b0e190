using System.Text.Json.Nodes;
using Analytics.Pipeline.Samples.Platforms.Bluesky;

namespace Analytics.Pipeline.Samples.Platforms;

/// <summary>Writes the network as repositories of Bluesky, one CAR file for each account.</summary>
internal static class BlueskyCarWriter
{
    /// <summary>Writes <c>HANDLE.car</c> for everybody.</summary>
    public static void Write(PlatformNetwork network, string folder) => Write(network, network.People, folder);

    /// <summary>Writes <c>HANDLE.car</c> for these people.</summary>
    public static void Write(PlatformNetwork network, IEnumerable<PlatformPerson> people, string folder)
    {
        Directory.CreateDirectory(folder);
        var records = new NetworkRecords(network).All.ToLookup(record => record.Owner);
        var revision = NetworkRecords.Key(network.ObservedAt, 0);
        foreach (var person in people)
        {
            var named = new Dictionary<string, JsonObject>
            {
                ["app.bsky.actor.profile/self"] = new()
                {
                    ["$type"] = "app.bsky.actor.profile",
                    ["displayName"] = person.Name,
                },
            };
            foreach (var record in records[person]) named.Add($"{record.Collection}/{record.Key}", record.Value);
            var repository = new BlueskyRepository(NetworkRecords.Did(person), revision, named);
            File.WriteAllBytes(
                Path.Combine(folder, $"{person.Handle}.car"),
                BlueskyRepository.Car(repository.Commit, repository.Blocks));
        }
    }
}
