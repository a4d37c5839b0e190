namespace Analytics.Pipeline.Samples.Platforms;

/// <summary>What Facebook would hand out to one of its people: lists of names, and the own address.</summary>
internal static class FacebookExportWriter
{
    /// <param name="folder">Becomes the unpacked export.</param>
    public static void Write(PlatformNetwork network, PlatformPerson owner, string folder)
    {
        JsonFile.Write(
            folder, "personal_information/profile_information/profile_information.json", json => json.Object(() =>
                json.Object("profile_v2", () =>
                {
                    json.WriteString("profile_uri", $"https://www.facebook.com/profile.php?id={owner.Id}");
                    json.WriteNumber("registration_timestamp", owner.CreatedAt.ToUnixTimeSeconds());
                })), escaped: true);
        Names(
            folder, "people_who_followed_you.json", "followers_v3",
            network.Follows.Where(follow => follow.Followee == owner).Select(follow => (follow.Follower, follow.At)));
        Names(
            folder, "who_you_ve_followed.json", "following_v3",
            network.Follows.Where(follow => follow.Follower == owner).Select(follow => (follow.Followee, follow.At)));
    }

    private static void Names(
        string folder, string name, string list, IEnumerable<(PlatformPerson Person, DateTimeOffset At)> entries) =>
        JsonFile.Write(
            folder, $"connections/followers/{name}", json => json.Object(() => json.Array(list, entries, entry =>
                json.Object(() =>
                {
                    json.WriteString("name", entry.Person.Name);
                    json.WriteNumber("timestamp", entry.At.ToUnixTimeSeconds());
                }))), escaped: true);
}
