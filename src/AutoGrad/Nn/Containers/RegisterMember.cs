namespace AutoGrad.Nn;

public abstract partial class Module
{
    /// <summary>Says under which name this module runs; null while it belongs to none.</summary>
    private protected virtual void Rename(string? name) => _name = name;

    /// <summary>Registers a member of a list or dictionary: it runs under the list's name and its own, since a list has no call that would enter its scope.</summary>
    private protected void RegisterMember(Module member, string name)
    {
        Register(member, name);
        member.Rename(MemberName(name));
    }

    /// <summary>Renames a list or dictionary and with it its members.</summary>
    private protected void RenameWithMembers(string? name)
    {
        _name = name;
        foreach (var (own, part) in _parts)
            if (part is Module member) member.Rename(MemberName(own));
    }

    private string? MemberName(string name) => _name is null ? null : $"{_name}.{name}";
}
