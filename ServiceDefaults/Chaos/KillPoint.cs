using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;

namespace ServiceDefaults.Chaos;

/// <summary>
/// The moments at which a crash would hurt most, by name (features.md P3). A process that is started with
/// <c>KILL_AT=name</c> or <c>KILL_AT=name:n</c> kills itself as <c>kill -9</c> would, no finally, no flush, when it
/// passes that point for the n-th time; without the variable a passing costs the read of one static field.
/// tests/Chaos.Tests dies at each of them and counts what went in and what came out.
/// </summary>
public static class KillPoint
{
    public const string Variable = "KILL_AT";

    /// <summary>Rows of the outbox are read, nothing is on the broker yet.</summary>
    public const string RelayReadBeforePublish = "relay-read-before-publish";

    /// <summary>The broker has confirmed the events, their rows still stand.</summary>
    public const string RelayPublishedBeforeDelete = "relay-published-before-delete";

    /// <summary>A request has written everything (key claimed, case, event, answer) and not committed it.</summary>
    public const string RequestBeforeCommit = "request-before-commit";

    /// <summary>A request's work is committed; whoever asked (a client, or the gateway with a receipt) knows nothing.</summary>
    public const string RequestCommittedBeforeAnswer = "request-committed-before-answer";

    /// <summary>A consumer has done its work and not committed it.</summary>
    public const string InboxWorkBeforeCommit = "inbox-work-before-commit";

    /// <summary>A consumer's work is committed, the broker still waits for the acknowledgement.</summary>
    public const string InboxCommittedBeforeAck = "inbox-committed-before-ack";

    /// <summary>Messages are claimed for sending; the SMS gateway has not been called.</summary>
    public const string SmsClaimedBeforeCall = "sms-claimed-before-call";

    /// <summary>The SMS gateway has a message, we have not written that down.</summary>
    public const string SmsAcceptedBeforeRecord = "sms-accepted-before-record";

    /// <summary>Cases whose account is due for verification are claimed and decided, not committed.</summary>
    public const string AccountsCheckedBeforeCommit = "accounts-checked-before-commit";

    /// <summary>Cases whose clocks came due are claimed and have fired, not committed.</summary>
    public const string ClocksFiredBeforeCommit = "clocks-fired-before-commit";

    /// <summary>
    /// A partner has answered to a delivery, we have not written that down. It is sent again: at least once, and the
    /// partner knows the second copy by its <c>webhook-id</c>.
    /// </summary>
    public const string DeliverySentBeforeRecord = "delivery-sent-before-record";

    /// <summary>A bill run is planned and committed, nobody has been told and nothing is billed.</summary>
    public const string BillRunPlanned = "bill-run-planned";

    /// <summary>A portion of a bill run is claimed, nothing of it is computed.</summary>
    public const string BillPortionClaimed = "bill-portion-claimed";

    /// <summary>A portion's bills and postings are written and not committed.</summary>
    public const string BillPortionCopied = "bill-portion-copied";

    /// <summary>A portion's bills stand, the next one is not claimed.</summary>
    public const string BillPortionCommitted = "bill-portion-committed";

    /// <summary>Every bill of a run stands, the run does not say so yet.</summary>
    public const string BillRunBeforeFinish = "bill-run-before-finish";

    /// <summary>That a portion's bills are issued is said and not committed.</summary>
    public const string BillsToldBeforeCommit = "bills-told-before-commit";

    /// <summary>The table: every point there is.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        RelayReadBeforePublish,
        RelayPublishedBeforeDelete,
        RequestBeforeCommit,
        RequestCommittedBeforeAnswer,
        InboxWorkBeforeCommit,
        InboxCommittedBeforeAck,
        SmsClaimedBeforeCall,
        SmsAcceptedBeforeRecord,
        AccountsCheckedBeforeCommit,
        ClocksFiredBeforeCommit,
        DeliverySentBeforeRecord,
        BillRunPlanned,
        BillPortionClaimed,
        BillPortionCopied,
        BillPortionCommitted,
        BillRunBeforeFinish,
        BillsToldBeforeCommit,
    ];

    private static readonly Armed? _armed = Armed.Read(Environment.GetEnvironmentVariable(Variable));

    internal static bool IsArmed => _armed is not null;

    /// <summary>Dies here if the process was started to; otherwise does nothing.</summary>
    /// <param name="name">One of <see cref="All"/>.</param>
    public static void Reached(string name) => _armed?.Pass(name);

    private sealed class Armed(string at, int passings)
    {
        private int _left = passings;

        public static Armed? Read(string? setting)
        {
            if (string.IsNullOrEmpty(setting))
            {
                return null;
            }

            var parts = setting.Split(':', 2);
            var passings = parts.Length == 1 ? 1 : int.Parse(parts[1], CultureInfo.InvariantCulture);
            return All.Contains(parts[0], StringComparer.Ordinal)
                ? new(parts[0], passings)
                : throw new InvalidOperationException(
                    $"{Variable} names {parts[0]}; there are: {string.Join(", ", All)}."
                );
        }

        public void Pass(string name)
        {
            if (name == at && Interlocked.Decrement(ref _left) == 0)
            {
                using var self = Process.GetCurrentProcess();
                self.Kill(); // SIGKILL
                Thread.Sleep(Timeout.InfiniteTimeSpan); // and not a step further until it arrives
            }
        }
    }
}
