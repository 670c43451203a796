namespace AutoGrad.Data;

/// <summary>Changes a batch before it is handed out, such as by cropping its images at random.</summary>
/// <param name="batch">The batch.</param>
/// <param name="random">Where random numbers come from: a generator of this batch alone, so that the result does not depend on how many workers there are.</param>
/// <returns>The batch to hand out instead.</returns>
public delegate Batch BatchTransform(Batch batch, Generator random);
