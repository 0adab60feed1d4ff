package explain

import (
	"strconv"

	"github.com/verdict-iam/verdict/engine/analyze"
)

// Change says what an edit does, as an instruction.
func Change(c analyze.Change) string {
	switch c.Verb {
	case analyze.AddValue:
		return "Add " + c.Value + " to " + c.Element + of(c)
	case analyze.RemoveValue:
		return "Take " + c.Value + " out of " + c.Element + of(c)
	case analyze.DropCondition:
		return "Drop the condition on " + c.Element + of(c)
	case analyze.AddStatement:
		return "Add a statement to " + short(c.Policy.Name) + " that allows " + c.Value
	case analyze.DenyStatement:
		return "Add a statement to " + short(c.Policy.Name) + " that denies " + c.Value
	case analyze.RemoveStatement:
		return "Remove statement " + Statement(c.Statement) + " from " + short(c.Policy.Name)
	case analyze.SpareCaller:
		return "Spare " + short(c.Value) + " by a condition on aws:PrincipalArn" + of(c)
	case analyze.SetKey:
		return "Send the request with " + c.Element + " = " + strconv.Quote(c.Value)
	case analyze.RemoveKey:
		return "Send the request without " + c.Element
	case analyze.Attach:
		return "Attach " + short(c.Value) + " to " + short(c.Target)
	case analyze.Detach:
		return "Detach " + short(c.Value) + " from " + short(c.Target)
	case analyze.RemoveInlinePolicy:
		return "Remove the inline policy " + c.Value + " from " + short(c.Target)
	case analyze.JoinGroup:
		return "Add " + short(c.Target) + " to the group " + c.Value
	case analyze.RemoveBoundary:
		return "Remove the permissions boundary of " + short(c.Target)
	case analyze.AddInlinePolicy:
		return "Give " + short(c.Target) + " an inline policy for just this request"
	case analyze.AddResourcePolicy:
		return "Give " + short(c.Target) + " a policy for just this request"
	case analyze.UnblockPublicAccess:
		return "Turn S3 Block Public Access off for " + short(c.Target)
	}
	return ""
}

func of(c analyze.Change) string {
	return " in statement " + Statement(c.Statement) + " of " + short(c.Policy.Name)
}
