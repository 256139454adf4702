from habitue.site.command import main

main()
