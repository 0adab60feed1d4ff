module github.com/verdict-iam/verdict

go 1.26
