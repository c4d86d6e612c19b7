// A Kubernetes API server, for the contract suite in test/cluster. Nothing of it is ours: the versions in go.mod are all there is to say.
package main

import (
	"os"

	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func main() {
	os.Exit(cli.Run(app.NewAPIServerCommand()))
}
