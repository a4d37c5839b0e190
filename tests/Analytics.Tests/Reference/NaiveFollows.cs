namespace Analytics.Tests.Reference;

/// <summary>
/// What becomes of follows, statement by statement as exports tell them, in days. Slow and literal: each pair has a
/// diary of days on which the follow held and of days on which it was over, and the diary is read from front to back.
/// </summary>
internal sealed class NaiveFollows
{
    private readonly Dictionary<(string Follower, string Followee), (HashSet<double> Held, HashSet<double> Over)> _diary
        = [];

    private readonly List<(string Owner, bool Followers, double Day, HashSet<string> Entries)> _lists = [];
    private readonly Dictionary<string, (string Follower, string Followee, double Day)> _records = [];
    private readonly List<(string Key, double Day)> _deleted = [];
    private readonly List<(string Account, double Day, bool IsBack)> _accounts = [];

    /// <summary>A row of a table: a follow since <paramref name="at"/>, as an export of that day shows it.</summary>
    public void Told(string follower, string followee, double? at, double? ended, double seen)
    {
        var diary = Of(follower, followee);
        var began = at ?? Math.Min(seen, ended ?? seen);
        diary.Held.Add(began);
        if (ended is not { } end) return;
        diary.Over.Add(Math.Max(began, end));

        // An export that says when it ended and not when it began says that it is over, whatever was seen before.
        if (end == began) diary.Over.Add(Math.Max(began, seen));
    }

    /// <summary>The whole list of an account; its rows are told one by one besides.</summary>
    public void List(string owner, bool followers, double day, IEnumerable<string> entries) =>
        _lists.Add((owner, followers, day, [.. entries]));

    public void Record(string key, string follower, string followee, double day)
    {
        Of(follower, followee).Held.Add(day);
        _records[key] = (follower, followee, day);
    }

    public void Delete(string key, double day) => _deleted.Add((key, day));

    public void Account(string account, double day, bool isBack) => _accounts.Add((account, day, isBack));

    /// <summary>The rows of all pairs; ended is null while a follow holds.</summary>
    public IEnumerable<(string Follower, string Followee, double First, double? Ended)> Rows()
    {
        foreach (var list in _lists)
        {
            foreach (var (pair, diary) in _diary)
            {
                if (Other(pair, list) is { } other && list.Entries.Contains(other)) diary.Held.Add(list.Day);
            }
        }

        // A day on which anything shows the follow is no day on which it is missing.
        foreach (var list in _lists)
        {
            foreach (var (pair, diary) in _diary)
            {
                if (Other(pair, list) is { } other && !list.Entries.Contains(other) && !diary.Held.Contains(list.Day))
                    diary.Over.Add(list.Day);
            }
        }

        foreach (var (key, day) in _deleted)
        {
            if (_records.TryGetValue(key, out var record))
                Of(record.Follower, record.Followee).Over.Add(Math.Max(day, record.Day));
        }

        foreach (var (account, day, _) in _accounts.Where(one => !one.IsBack))
        {
            if (_accounts.Exists(one => one.IsBack && one.Account == account && one.Day >= day)) continue;
            foreach (var (pair, diary) in _diary)
            {
                if (pair.Follower == account || pair.Followee == account) diary.Over.Add(day);
            }
        }

        return _diary.SelectMany(entry =>
            Read(entry.Value).Select(row => (entry.Key.Follower, entry.Key.Followee, row.First, row.Ended)));
    }

    private static List<(double First, double? Ended)> Read((HashSet<double> Held, HashSet<double> Over) diary)
    {
        var rows = new List<(double First, double? Ended)>();
        foreach (var day in diary.Held.Concat(diary.Over).Distinct().Order())
        {
            var isOpen = rows is [.., { Ended: null }];
            if (diary.Held.Contains(day) && !isOpen)
            {
                rows.Add((day, null));
                isOpen = true;
            }

            if (diary.Over.Contains(day) && isOpen) rows[^1] = rows[^1] with { Ended = day };
        }

        var lasting = rows.Where(row => row.First != row.Ended).ToList();
        return lasting.Count > 0 ? lasting : rows[^1..];
    }

    private static string? Other(
        (string Follower, string Followee) pair, (string Owner, bool Followers, double, HashSet<string>) list) =>
        list.Followers
            ? pair.Followee == list.Owner ? pair.Follower : null
            : pair.Follower == list.Owner ? pair.Followee : null;

    private (HashSet<double> Held, HashSet<double> Over) Of(string follower, string followee)
    {
        if (!_diary.TryGetValue((follower, followee), out var diary))
            _diary.Add((follower, followee), diary = ([], []));
        return diary;
    }
}
