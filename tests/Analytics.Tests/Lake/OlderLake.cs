using System.Text.Json.Nodes;
using Analytics.Pipeline.Lake;

namespace Analytics.Tests.Lake;

/// <summary>Turns lakes of today into what earlier programs left.</summary>
internal static class OlderLake
{
    /// <summary>Format 1: no checksums, no fingerprint of the key in manifests.</summary>
    public static void MakeFormat1(string lake)
    {
        Rewrite(Path.Combine(lake, "lake.json"));
        foreach (var manifest in Directory.EnumerateFiles(
            Path.Combine(lake, "snapshots"), "manifest.json", SearchOption.AllDirectories))
        {
            Rewrite(manifest);
        }
    }

    private static void Rewrite(string path)
    {
        var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        json["format"] = 1;
        Assert.True(json.Remove("checksum"));
        json.Remove("key_fingerprint", out var fingerprint);
        if (Path.GetFileName(path) == "lake.json") json["key_fingerprint"] = fingerprint;
        File.WriteAllText(path, json.ToJsonString(ManifestJson.Options));
    }
}
