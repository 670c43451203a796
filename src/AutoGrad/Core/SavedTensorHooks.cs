using System.Runtime.CompilerServices;

namespace AutoGrad;

/// <summary>How tensors that ops save for the backward pass are stored meanwhile: smaller, elsewhere, or under watch.</summary>
/// <remarks>
/// <para>In a scope of <see cref="Use"/>, each result and each input of data that an op saves is handed to the first function,
/// and what that answers is kept instead; the second function makes a tensor of it when the rule reads it. A tensor that
/// several ops save is packed once. Indices and masks are saved too; a tensor that is not to be stored otherwise may be answered
/// as it is. Leaves that require a gradient, such as parameters, are kept as they are: they stay alive anyway.</para>
/// <code>
/// var hooks = new SavedTensorHooks(t => t.ToArray&lt;float>(), data => Tensor.From((float[])data));
/// using (hooks.Use())
///     loss = model.Call(x).Sum();
/// loss.Backward();
/// </code>
/// <para><c>SavedTensors</c> has ready-made ones. Scopes nest; the innermost applies. Without any, nothing is looked up but a counter.</para>
/// </remarks>
/// <param name="pack">From a saved tensor to what is kept; it must not be changed. Nothing inside is recorded.</param>
/// <param name="unpack">From what was kept to a tensor of the same shape and element type; called each time a rule reads it.</param>
public sealed class SavedTensorHooks(Func<Tensor, object> pack, Func<object, Tensor> unpack)
{
    private static int s_scopes;
    [ThreadStatic] private static SavedTensorHooks? s_current;

    private readonly Func<Tensor, object> _pack = pack ?? throw new ArgumentNullException(nameof(pack));
    private readonly Func<object, Tensor> _unpack = unpack ?? throw new ArgumentNullException(nameof(unpack));
    private readonly ConditionalWeakTable<Tensor, PackedTensor> _packed = [];

    /// <summary>True while a scope is open on any thread.</summary>
    internal static bool Any => s_scopes != 0;

    /// <summary>Stores what ops of this thread save from now on by these functions, until the scope is disposed.</summary>
    public Scope Use() => Enter(this);

    /// <summary>What to keep of a tensor: itself, or what the hooks in force make of it.</summary>
    internal static object Keep(Tensor tensor, Node? node)
    {
        if (!Any || s_current is not { } hooks || tensor.Node is LeafNode) return tensor;
        lock (hooks._packed)
        {
            if (hooks._packed.TryGetValue(tensor, out var known) && known.Version == tensor.Version) return known;
        }
        using var off = Enter(null);
        using var silent = GradMode.NoGrad();
        using var unseen = OpObserver.Paused();
        var before = ScratchPool.Current;
        try
        {
            ScratchPool.Current = null;
            tensor.IsScratch = false;
            var made = hooks._pack(tensor.View(tensor.Shape, 0)) ?? throw new InvalidOperationException($"Saved tensor hooks: packing {tensor.Shape} answered null.");
            var packed = new PackedTensor(made, hooks._unpack, node, tensor);
            lock (hooks._packed) hooks._packed.AddOrUpdate(tensor, packed);
            return packed;
        }
        finally
        {
            ScratchPool.Current = before;
        }
    }

    /// <summary>Puts hooks in force, or none.</summary>
    internal static Scope Enter(SavedTensorHooks? hooks)
    {
        var scope = new Scope(s_current);
        s_current = hooks;
        Interlocked.Increment(ref s_scopes);
        return scope;
    }

    /// <summary>Restores the hooks that were in force before, when disposed.</summary>
    public readonly ref struct Scope
    {
        private readonly SavedTensorHooks? _before;

        internal Scope(SavedTensorHooks? before) => _before = before;

        /// <summary>Restores what was in force.</summary>
        public void Dispose()
        {
            s_current = _before;
            Interlocked.Decrement(ref s_scopes);
        }
    }
}
