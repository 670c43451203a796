using AutoGrad.Data;
using AutoGrad.IO;
using AutoGrad.Nn;

namespace AutoGrad.Tests.IO;

public class TrainingStateTests
{
    private string _path = "";

    [SetUp]
    public void CreateFolder() => _path = Path.Combine(Directory.CreateTempSubdirectory("autograd-state-").FullName, "run.safetensors");

    [TearDown]
    public void DeleteFolder() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Test]
    public void Sections_remarks_and_generators_come_back()
    {
        var state = new TrainingState();
        state.Add("model", new Linear(3, 2).StateDictionary(), new Dictionary<string, string> { ["kind"] = "linear" });
        state.Add("empty", new Dictionary<string, Tensor>());
        var random = new Generator(ulong.MaxValue);
        Tensor.Rand([100], generator: random);
        state.Add("random", random);
        state.Metadata["step"] = "17";
        state.Metadata["model.note"] = "a point is no matter";
        state.Save(_path);

        var loaded = TrainingState.Load(_path);
        loaded.Sections.ShouldBe(["model", "empty", "random"]);
        loaded["model"].Keys.ShouldBe(["Weight", "Bias"]);
        loaded["model"].Metadata["kind"].ShouldBe("linear");
        loaded["empty"].Count.ShouldBe(0);
        loaded.Metadata.ShouldBe(new Dictionary<string, string> { ["step"] = "17", ["model.note"] = "a point is no matter" }, ignoreOrder: true);
        var restored = new Generator(0);
        loaded.Restore("random", restored);
        restored.State.ShouldBe(random.State);
        SafeTensors.Load(_path).Keys.ShouldContain("model.Weight");
    }

    private static StatePart[] Parts(ulong seed, out Linear model, out DataLoader loader, out Generator random)
    {
        random = new Generator(seed);
        (model, loader) = (new Linear(3, 2, generator: random), new DataLoader(Synthetic.Xor(8), batchSize: 2, seed: 5));
        return [new("model", model.StateDictionary, model.LoadState), StatePart.Of("random", random), new("loader", loader.StateDictionary, loader.LoadState)];
    }

    [Test]
    public void The_parts_of_a_run_are_saved_and_loaded_together()
    {
        var parts = Parts(1, out var model, out var loader, out var random);
        loader.First();
        TrainingState.Of(parts).Save(_path);
        var others = Parts(2, out var otherModel, out var otherLoader, out var otherRandom);
        TrainingState.Load(_path).LoadInto(others);
        otherModel.Weight.ToArray<float>().ShouldBe(model.Weight.ToArray<float>());
        otherRandom.State.ShouldBe(random.State);
        otherLoader.Position.ShouldBe(new LoaderPosition(0, 1));
    }

    [Test]
    public void If_one_part_does_not_fit_none_is_changed()
    {
        var parts = Parts(1, out _, out var loader, out _);
        loader.First();
        var state = TrainingState.Of(parts[..2]);
        var others = Parts(2, out var model, out _, out var random);
        var (weight, place) = (model.Weight.ToArray<float>(), random.State);
        Should.Throw<KeyNotFoundException>(() => state.LoadInto(others)).Message.ShouldContain("no section loader");
        state.Add("loader", new DataLoader(Synthetic.Xor(8), batchSize: 4, seed: 5).StateDictionary());
        Should.Throw<ArgumentException>(() => state.LoadInto(others)).Message.ShouldContain("batch_size is 2, the state has 4");
        model.Weight.ToArray<float>().ShouldBe(weight);
        random.State.ShouldBe(place);
    }

    [Test]
    public void Missing_sections_are_listed_together()
    {
        var state = new TrainingState();
        state.Add("model", new Dictionary<string, Tensor>());
        Should.Throw<KeyNotFoundException>(() => state.Require("model", "optimizer", "schedule")).Message.ShouldBe("The training state has no section optimizer, schedule; it has: model.");
        Should.Throw<KeyNotFoundException>(() => state["optimizer"]);
        Should.Throw<InvalidDataException>(() => state.Restore("model", new Generator(0))).Message.ShouldContain("holds no generator");
    }

    [TestCase("")]
    [TestCase("run")]
    [TestCase("a.b")]
    [TestCase("a,b")]
    [TestCase("taken")]
    public void A_section_name_must_be_free_and_plain(string name)
    {
        var state = new TrainingState();
        state.Add("taken", new Generator(0));
        Should.Throw<ArgumentException>(() => state.Add(name, new Generator(0)));
        state.Sections.ShouldBe(["taken"]);
    }

    [Test]
    public void A_file_without_sections_is_refused_with_advice()
    {
        SafeTensors.Save(_path, new Dictionary<string, Tensor> { ["x"] = Tensor.From([1f]) });
        Should.Throw<InvalidDataException>(() => TrainingState.Load(_path)).Message.ShouldContain("SafeTensors.Load");
    }

    [TestCase("model,model")]
    [TestCase("model,")]
    [TestCase("run,model")]
    [TestCase("other")]
    public void A_list_of_sections_that_does_not_fit_is_refused(string sections)
    {
        SafeTensors.Save(_path, new Dictionary<string, Tensor> { ["model.x"] = Tensor.From([1f]) }, new Dictionary<string, string> { ["sections"] = sections });
        Should.Throw<InvalidDataException>(() => TrainingState.Load(_path)).Message.ShouldContain(sections);
    }
}
