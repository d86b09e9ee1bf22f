using System;

namespace Complaints.Data;

/// <summary>How far open cases were planned anew after a version of a policy took effect.</summary>
public sealed class PolicyAdoption
{
    private PolicyAdoption() { }

    public string Key { get; private set; } = "";
    public string Jurisdiction { get; private set; } = "";
    public int Version { get; private set; }

    /// <summary>Cases up to this id are done.</summary>
    public Guid AfterComplaint { get; private set; }
    public DateTimeOffset? DoneAt { get; private set; }

    /// <param name="lastComplaint">The last case of a full portion; null when there are no more.</param>
    internal void Advance(Guid? lastComplaint, DateTimeOffset now)
    {
        AfterComplaint = lastComplaint ?? AfterComplaint;
        DoneAt = lastComplaint is null ? now : null;
    }
}
