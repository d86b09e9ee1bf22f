using System;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Complaints.Contracts.Events.V1;
using Testing;

namespace Vas.Tests.Features.Settlement;

/// <summary>Cases of customers, as Complaints and Billing tell of them.</summary>
internal sealed record CaseOf(EventSource Neighbours, Guid? Service)
{
    public Guid Id { get; } = Guid.CreateVersion7();

    public Guid CompensationId { get; } = Guid.CreateVersion7();

    /// <summary>The customer's, when it matters whose case it is.</summary>
    public Guid? Account { get; init; }

    public string Number => $"C-{Id.ToString()[24..]}";

    public static CaseOf About(VasFixture platform, ProviderRows provider) =>
        new(platform.Neighbours, provider.Service);

    public Task OpenAsync(DateTimeOffset at) =>
        Neighbours.SayAsync(
            new ComplaintOpened(
                Id,
                1,
                Number,
                "complaint",
                "major",
                "hotline",
                null,
                null,
                null,
                at,
                "billing",
                Service
            )
        );

    public Task CloseAsync(DateTimeOffset at, long version = 5) =>
        Neighbours.SayAsync(
            new ComplaintClosed(
                Id,
                version,
                Number,
                "complaint",
                null,
                "closed",
                null,
                at,
                Nature: "billing",
                VasServiceId: Service
            )
        );

    public Task FindAsync(DateTimeOffset at, bool isUpheld = true, string responsible = "provider", long version = 4) =>
        Neighbours.SayAsync(
            new FindingRecorded(
                Id,
                version,
                Number,
                "complaint",
                Account,
                Service,
                isUpheld,
                responsible,
                null,
                "No consent.",
                IsClosed: false,
                at
            )
        );

    public Task ChangeFindingAsync(DateTimeOffset at, bool isUpheld, long version) =>
        Neighbours.SayAsync(
            new FindingChanged(
                Id,
                version,
                Number,
                "complaint",
                null,
                Service,
                isUpheld,
                isUpheld ? "provider" : "nobody",
                null,
                "Looked at again.",
                IsClosed: true,
                at
            )
        );

    /// <summary>It was another service all along.</summary>
    public Task MoveAsync(Guid? service, DateTimeOffset at, long version) =>
        Neighbours.SayAsync(
            new FindingChanged(
                Id,
                version,
                Number,
                "complaint",
                null,
                service,
                true,
                "provider",
                null,
                "It was the other one.",
                IsClosed: true,
                at
            )
        );

    public Task RefundAsync(decimal amount, DateTimeOffset at, Guid? charge = null) =>
        Neighbours.SayAsync(
            new CompensationGranted(
                CompensationId,
                1,
                Guid.CreateVersion7(),
                Id,
                Number,
                amount,
                "CNY",
                "Sorry.",
                at,
                ChargeId: charge
            )
        );

    public Task TakeRefundBackAsync(decimal amount, DateTimeOffset at) =>
        Neighbours.SayAsync(
            new CompensationClawedBack(CompensationId, 2, Guid.CreateVersion7(), Id, amount, "CNY", "Not upheld.", at)
        );
}
