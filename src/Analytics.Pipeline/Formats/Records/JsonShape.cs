using System.Text;
using System.Text.Json;

namespace Analytics.Pipeline.Formats.Records;

/// <summary>
/// The members of a JSON object that a format knows, as a tree of names: <c>user.id</c> is member <c>id</c> of member
/// <c>user</c>. The position of a path is the slot that takes its value. A path that begins with <c>~</c> is known and
/// not wanted; all other members are drift. Immutable.
/// </summary>
internal sealed class JsonShape
{
    /// <param name="paths">Wanted and known members.</param>
    public JsonShape(params IReadOnlyList<string> paths)
    {
        SlotCount = 1 + Enumerable.Range(0, paths.Count).LastOrDefault(slot => !paths[slot].StartsWith('~'));
        Root = new Member("");
        for (var slot = 0; slot < paths.Count; slot++)
        {
            var isWanted = !paths[slot].StartsWith('~');
            var steps = paths[slot].TrimStart('~').Split('.');
            var member = Root;
            foreach (var step in steps) member = member.Child(step);
            member.Slot = isWanted ? slot : -1;
        }

        Root.Sort();
    }

    /// <summary>
    /// Whether members that are not known count as drift in the object that was read; null means always. Streams carry
    /// objects of others, too, of which nobody knows the members.
    /// </summary>
    public Predicate<JsonFields>? Drifts { get; init; }

    /// <summary>Number of the last wanted slot, and one.</summary>
    public int SlotCount { get; }

    public Member Root { get; }

    /// <summary>A member and those below it.</summary>
    internal sealed class Member(string path)
    {
        private const int Buckets = 64;

        private readonly List<(byte[] Name, Member Member)> _children = [];
        private (byte[] Name, Member Member)[][] _byForm = [];

        /// <summary>Slot that takes the value, or -1.</summary>
        public int Slot { get; set; } = -1;

        /// <summary>Path with a point behind it; empty at the top.</summary>
        public string Path { get; } = path;

        /// <summary>Whether the object is of a fixed shape, so that members it does not know are drift.</summary>
        public bool HasChildren => _children.Count > 0;

        public Member Child(string name)
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            var child = _children.Find(c => c.Name.AsSpan().SequenceEqual(bytes)).Member;
            if (child is null) _children.Add((bytes, child = new Member($"{Path}{name}.")));
            return child;
        }

        /// <summary>Puts members of one form side by side: length, and first, middle and last letter.</summary>
        public void Sort()
        {
            if (_children.Count == 0) return;
            var byForm = _children.ToLookup(child => Form(child.Name));
            _byForm = [.. Enumerable.Range(0, Buckets).Select(form => byForm[form].ToArray())];
            foreach (var (_, member) in _children) member.Sort();
        }

        /// <summary>The member with the name that <paramref name="reader"/> stands on, or null.</summary>
        public Member? Find(ref Utf8JsonReader reader)
        {
            if (reader.ValueIsEscaped)
            {
                foreach (var (name, member) in _children)
                {
                    if (reader.ValueTextEquals(name)) return member;
                }

                return null;
            }

            var wanted = reader.ValueSpan;
            if (_byForm.Length == 0) return null;
            foreach (var (name, member) in _byForm[Form(wanted)])
            {
                if (wanted.SequenceEqual(name)) return member;
            }

            return null;
        }

        private static int Form(ReadOnlySpan<byte> name) => name.IsEmpty
            ? 0
            : (name.Length + 3 * name[0] + 5 * name[name.Length / 2] + 11 * name[^1]) % Buckets;
    }
}
