using Analytics.Pipeline.Sources.Pull;

namespace Analytics.Pipeline.Definition;

/// <summary>What must hold between the address of a source and its <c>pull</c>.</summary>
internal static class PullChecks
{
    private static readonly string[] TokenKeys = ["token_env", "token_file"];
    private static readonly string[] ListingKeys = ["endpoint", "region", "anonymous", "watermark"];

    public static void Run(Section source, ProblemList problems)
    {
        if (!source.IsSound("path")) return;
        var pull = source.Reference<Section>("pull");
        if (!RemoteAddress.IsRemote(source.Value<string>("path")))
        {
            if (!source.IsGiven("pull")) return;
            problems.Add(source.At("pull"), source.KeyPath("pull"), "a pull for files that are here",
                "it only where path is an address such as https://… or s3://…", "Remove it");
            return;
        }

        var address = new Uri(source.Value<string>("path"));
        CheckAddress(source, address, problems);
        if (pull is not null) CheckKeys(pull, address, problems);
    }

    private static void CheckAddress(Section source, Uri address, ProblemList problems)
    {
        if (address.UserInfo.Length > 0)
        {
            problems.Add(source.At("path"), source.KeyPath("path"), "a name or password in the address",
                "an address without", "Take it out; name a token with pull.token_env or pull.token_file");
        }

        if (address.Fragment.Length > 0 && RemoteAddress.IsWeb(address))
        {
            problems.Add(source.At("path"), source.KeyPath("path"), $"'{address.Fragment}', which no server is told",
                "an address without #", "Remove it");
        }

        if (address.Scheme == RemoteAddress.Azure && address.AbsolutePath.Trim('/').Length == 0)
        {
            problems.Add(source.At("path"), source.KeyPath("path"), "an account without a container",
                "azure://ACCOUNT/CONTAINER/…", "Add the container");
        }

        if (RemoteAddress.Unsupported(address) is not { } reason) return;
        problems.Add(source.At("path"), source.KeyPath("path"), $"{address.Scheme}://, {reason.Why}",
            RemoteAddress.Expected, reason.Remedy);
    }

    private static void CheckKeys(Section pull, Uri address, ProblemList problems)
    {
        foreach (var key in TokenKeys.Where(pull.IsGiven))
        {
            if (address.Scheme != RemoteAddress.S3)
            {
                CheckToken(pull, key, address, problems);
                continue;
            }

            problems.Add(pull.At(key), pull.KeyPath(key), "a bearer token for an S3 store",
                "it only with https:// and azure://",
                "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or an AWS profile");
        }

        if (TokenKeys.All(pull.IsGiven))
        {
            problems.Add(pull.At(TokenKeys[1]), pull.KeyPath(TokenKeys[1]), "a token beside token_env",
                "one of the two", "Remove one of them");
        }

        if (RemoteAddress.IsWeb(address))
        {
            foreach (var key in ListingKeys.Where(pull.IsGiven))
            {
                problems.Add(pull.At(key), pull.KeyPath(key), "a key of object stores",
                    "it only with s3:// and azure://", "Remove it");
            }
        }
        else if (pull.IsGiven("pages"))
        {
            problems.Add(pull.At("pages"), pull.KeyPath("pages"), "pages of an object store", "it only with https://",
                "Remove it: listings are read to their end");
        }

        if (pull.Reference<Section>("pages") is not { } pages || !pages.IsGiven("parameter")) return;
        if (!pages.IsSound("next") || pages.Value<string>("next") != PagesDefinition.LinkHeader) return;
        problems.Add(pages.At("parameter"), pages.KeyPath("parameter"), "a parameter beside 'next: link'",
            "it only with the path of a JSON value", "Remove it: the header holds a whole address");
    }

    private static void CheckToken(Section pull, string key, Uri address, ProblemList problems)
    {
        // An object store is asked where pull.endpoint says, and encrypted without it.
        if (!RemoteAddress.IsWeb(address))
        {
            if (pull.Reference<string>("endpoint") is not { } endpoint) return;
            address = new Uri(endpoint);
        }

        if (address.Scheme != Uri.UriSchemeHttp || address.IsLoopback) return;
        problems.Add(pull.At(key), pull.KeyPath(key), "a token for an address that is not encrypted",
            "https://", "Write https://, or leave the token out");
    }
}
